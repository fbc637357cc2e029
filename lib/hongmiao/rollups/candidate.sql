-- One row per candidate of a pool: the year of the first step, the age then, and the last step so far.
-- reads: selection_step person
DROP TABLE IF EXISTS candidate;
CREATE TABLE candidate (
  person_id TEXT NOT NULL, pool TEXT NOT NULL, unit_id TEXT NOT NULL, year TEXT, age INTEGER,
  first_date TEXT, last_step TEXT NOT NULL, last_result TEXT NOT NULL, last_date TEXT, exceptions INTEGER NOT NULL,
  PRIMARY KEY (pool, person_id)
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
)
SELECT person_id, pool, unit_id, substr(first_date, 1, 4),
       substr(first_date, 1, 4) - substr(birth_date, 1, 4) - (substr(first_date, 6) < substr(birth_date, 6)),
       first_date, last_step, last_result, last_date, exceptions
  FROM journey JOIN person USING (person_id);
