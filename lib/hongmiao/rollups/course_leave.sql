-- Person-times on leave from courses in person, by course, unit and the share of the course's hours missed.
-- reads: enrolment person course
-- after: best_attempt
-- kept: people
DROP TABLE IF EXISTS course_leave;
CREATE TABLE course_leave (
  course_id TEXT NOT NULL, unit_id TEXT NOT NULL, missed REAL NOT NULL, persontimes INTEGER NOT NULL,
  PRIMARY KEY (course_id, unit_id, missed)
) STRICT, WITHOUT ROWID;
INSERT INTO course_leave
SELECT course_id, unit_id, max(0, 1 - coalesce(hours_done, 0) / hours), 1
  FROM person CROSS JOIN best_attempt AS done USING (person_id) CROSS JOIN course USING (course_id)
 WHERE done.status = 'leave' AND course.hours > 0 AND course.mode IS NOT 'online'
    ON CONFLICT DO UPDATE SET persontimes = persontimes + 1;
