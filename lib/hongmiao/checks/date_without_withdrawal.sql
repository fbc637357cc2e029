-- A withdrawal date on an enrolment that was not withdrawn.
-- table: enrolment
-- severity: warning
-- parts: people
-- column: withdrawn_date
SELECT person_id, course_id, attempt, withdrawn_date AS value, status AS detail
  FROM enrolment
 WHERE withdrawn_date IS NOT NULL AND status <> 'withdrawn'
