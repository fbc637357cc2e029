-- Candidates by unit, pool, year, age band and education.
-- reads: selection_step person
-- after: candidate
DROP TABLE IF EXISTS candidate_count;
CREATE TABLE candidate_count (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, year TEXT, age_band TEXT, education TEXT, persons INTEGER NOT NULL
) STRICT;
INSERT INTO candidate_count
SELECT unit_id, pool, year, age_band, education, count(*) FROM candidate GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX candidate_count_by_pool ON candidate_count (pool, year, unit_id);
