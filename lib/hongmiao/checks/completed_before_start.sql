-- A completion dated before the course began.
-- table: enrolment
-- severity: warning
-- parts: people
-- column: completed_date
SELECT enrolment.person_id, course_id, enrolment.attempt, enrolment.completed_date AS value, course.start_date AS detail
  FROM enrolment CROSS JOIN course USING (course_id)
 WHERE enrolment.completed_date < course.start_date
