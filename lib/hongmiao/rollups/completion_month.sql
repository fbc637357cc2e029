-- Completed person-times by year of the course's start, month of the completion (else of the course's end, else of its
-- start; '' where unknown), unit and audience level; the best attempt of each person counted.
-- reads: enrolment person course
-- after: best_attempt
-- kept: people
DROP TABLE IF EXISTS completion_month;
CREATE TABLE completion_month (
  year TEXT NOT NULL, month TEXT NOT NULL, unit_id TEXT NOT NULL, audience TEXT NOT NULL, persontimes INTEGER NOT NULL,
  PRIMARY KEY (year, month, unit_id, audience)
) STRICT, WITHOUT ROWID;
INSERT INTO completion_month
SELECT coalesce(substr(course.start_date, 1, 4), ''),
       coalesce(substr(coalesce(done.completed_date, course.end_date, course.start_date), 1, 7), ''),
       person.unit_id, coalesce(course.audience, 'other'), 1
  FROM person CROSS JOIN best_attempt AS done USING (person_id) CROSS JOIN course USING (course_id)
 WHERE done.status = 'completed'
    ON CONFLICT DO UPDATE SET persontimes = persontimes + 1;
