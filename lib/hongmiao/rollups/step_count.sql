-- Candidates by unit, pool, year of their first step, step and result. `place` orders a pool's steps:
-- the mean position that the step had in the journeys of its candidates.
-- reads: selection_step person
-- after: candidate
DROP TABLE IF EXISTS step_count;
CREATE TABLE step_count (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, year TEXT, step TEXT NOT NULL, place REAL NOT NULL,
  result TEXT NOT NULL, persons INTEGER NOT NULL
) STRICT;
INSERT INTO step_count
WITH numbered AS (
  SELECT pool, step, row_number() OVER (PARTITION BY pool, person_id ORDER BY step_date IS NULL, step_date, source_id, source_line) AS nth
    FROM selection_step
), place AS (
  SELECT pool, step, avg(nth) AS place FROM numbered GROUP BY pool, step
)
SELECT candidate.unit_id, step.pool, candidate.year, step.step, place.place, step.result, count(*)
  FROM selection_step AS step
  JOIN candidate USING (pool, person_id)
  JOIN place ON place.pool = step.pool AND place.step = step.step
 GROUP BY 1, 2, 3, 4, 5, 6;
CREATE INDEX step_count_by_pool ON step_count (pool, year, unit_id);
