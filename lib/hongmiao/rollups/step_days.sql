-- How many days candidates took to a step from the one before it, and from the last step to their entry ("entered"),
-- by unit, pool and year of their first step. A step without a date, or the first one, took no days that are known.
-- reads: selection_step person pool_membership
-- after: candidate
DROP TABLE IF EXISTS step_days;
CREATE TABLE step_days (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, year TEXT, step TEXT NOT NULL, days INTEGER NOT NULL, persons INTEGER NOT NULL
) STRICT;
INSERT INTO step_days
WITH dated AS (
  SELECT person_id, pool, step, julianday(step_date)
         - julianday(lag(step_date) OVER (PARTITION BY pool, person_id ORDER BY step_date, source_id, source_line)) AS days
    FROM selection_step WHERE step_date IS NOT NULL
  UNION ALL
  SELECT candidate.person_id, candidate.pool, 'entered', julianday(min(stay.entry_date)) - julianday(last_date)
    FROM candidate JOIN pool_membership AS stay
      ON stay.person_id = candidate.person_id AND stay.pool = candidate.pool AND stay.entry_date >= last_date
   GROUP BY 1, 2
)
SELECT candidate.unit_id, dated.pool, candidate.year, dated.step, CAST(dated.days AS INTEGER), count(*)
  FROM dated JOIN candidate USING (pool, person_id)
 WHERE dated.days IS NOT NULL
 GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX step_days_by_pool ON step_days (pool, year, unit_id);
