-- A withdrawal without its date, in a sheet that gives the date of others.
-- table: enrolment
-- severity: warning
-- column: withdrawn_date
SELECT person_id, course_id, attempt, '' AS value, course_id AS detail
  FROM enrolment
 WHERE status = 'withdrawn' AND withdrawn_date IS NULL
   AND source_id IN (SELECT source_id FROM enrolment WHERE withdrawn_date IS NOT NULL)
