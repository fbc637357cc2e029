-- A completion dated before the course began.
-- table: enrolment
-- severity: warning
-- column: completed_date
SELECT enrolment.source_id, enrolment.source_line, enrolment.completed_date AS value, course.start_date AS detail
  FROM enrolment CROSS JOIN course USING (course_id)
 WHERE enrolment.completed_date < course.start_date
