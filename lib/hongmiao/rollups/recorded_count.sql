-- What the records count that a project can be set beside, by name and year ('' for what stands now).
-- Kinds of cases that an office protects are no part of it; of a pool: entries, and exits by outcome.
-- reads: placement enrolment points_entry pool_membership vacancy case
DROP TABLE IF EXISTS recorded_count;
CREATE TABLE recorded_count (name TEXT NOT NULL, year TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, year))
  STRICT, WITHOUT ROWID;
INSERT INTO recorded_count
SELECT 'first_secretary_villages', '', count(DISTINCT unit_id) FROM placement WHERE kind = 'first_secretary' AND end_date IS NULL
UNION ALL SELECT 'secondments', '', count(*) FROM placement WHERE kind = 'secondment'
UNION ALL SELECT 'persontimes', substr(completed_date, 1, 4), count(*) FROM enrolment
           WHERE status = 'completed' AND completed_date IS NOT NULL GROUP BY 2
UNION ALL SELECT 'accounts', '', count(DISTINCT person_id) FROM points_entry
UNION ALL SELECT 'entered_' || pool, '', count(*) FROM pool_membership GROUP BY pool
UNION ALL SELECT 'outcome_' || pool || '_' || outcome, '', count(*) FROM pool_membership WHERE outcome IS NOT NULL GROUP BY pool, outcome
UNION ALL SELECT 'vacancies_filled', '', count(*) FROM vacancy WHERE filled_date IS NOT NULL
UNION ALL SELECT 'awards', substr(case_date, 1, 4), count(*) FROM "case" WHERE kind = 'award' GROUP BY 2;
