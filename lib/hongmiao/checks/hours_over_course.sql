-- More hours done than the course has.
-- table: enrolment
-- severity: warning
-- parts: people
-- column: hours_done
SELECT enrolment.person_id, course_id, enrolment.attempt, enrolment.hours_done AS value, course.hours AS detail
  FROM enrolment CROSS JOIN course USING (course_id)
 WHERE enrolment.hours_done > course.hours
