-- One row per candidate of a pool: the year of the first step, age (and its band) and education then, the last
-- step so far, and whether the candidate entered the pool after the first step.
-- reads: selection_step person pool_membership
DROP TABLE IF EXISTS candidate;
CREATE TABLE candidate (
  person_id TEXT NOT NULL, pool TEXT NOT NULL, unit_id TEXT NOT NULL, year TEXT, age INTEGER, age_band TEXT,
  education TEXT, first_date TEXT, last_step TEXT NOT NULL, last_result TEXT NOT NULL, last_date TEXT,
  exceptions INTEGER NOT NULL, entered INTEGER NOT NULL, PRIMARY KEY (pool, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO candidate
WITH ordered AS (
  SELECT *, row_number() OVER (PARTITION BY pool, person_id ORDER BY step_date IS NULL, step_date DESC,
                                source_id DESC, source_line DESC) AS back
    FROM selection_step
), journey AS (
  SELECT person_id, pool, min(step_date) AS first_date, max(step_date) AS last_date,
         sum(exception_reason IS NOT NULL) AS exceptions,
         max(step) FILTER (WHERE back = 1) AS last_step, max(result) FILTER (WHERE back = 1) AS last_result
    FROM ordered GROUP BY pool, person_id
), aged AS (
  SELECT journey.*, unit_id, education,
         substr(first_date, 1, 4) - substr(birth_date, 1, 4) - (substr(first_date, 6) < substr(birth_date, 6)) AS age
    FROM journey JOIN person USING (person_id)
)
SELECT person_id, pool, unit_id, substr(first_date, 1, 4), age,
       CASE WHEN age < 18 THEN '0–17' WHEN age < 30 THEN '18–29' WHEN age < 35 THEN '30–34' WHEN age < 40 THEN '35–39'
            WHEN age < 45 THEN '40–44' WHEN age < 50 THEN '45–49' WHEN age >= 50 THEN '50+' END,
       education, first_date, last_step, last_result, last_date, exceptions,
       EXISTS (SELECT 1 FROM pool_membership AS stay
                WHERE stay.person_id = aged.person_id AND stay.pool = aged.pool
                  AND stay.entry_date >= coalesce(aged.first_date, ''))
  FROM aged;
