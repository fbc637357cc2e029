-- Candidates by unit, pool, year, age band and education; of them, those who entered the pool, those who did not and failed,
-- and those for whom an exception was made.
-- reads: selection_step person
-- after: candidate
DROP TABLE IF EXISTS candidate_count;
CREATE TABLE candidate_count (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, year TEXT, age_band TEXT, education TEXT, persons INTEGER NOT NULL, entered INTEGER NOT NULL,
  failed INTEGER NOT NULL, excepted INTEGER NOT NULL
) STRICT;
INSERT INTO candidate_count
SELECT unit_id, pool, year, age_band, education, count(*), sum(entered), sum(NOT entered AND last_result = 'failed'), sum(exceptions > 0)
  FROM candidate GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX candidate_count_by_pool ON candidate_count (pool, year, unit_id);
