-- Each person's training by year of the course's start ('' where unknown) and audience level: courses enrolled in and
-- completed, the best attempt at each. One row however many courses, so that persons are counted once.
-- reads: enrolment person course
-- after: best_attempt
-- kept: people
DROP TABLE IF EXISTS person_training;
CREATE TABLE person_training (
  year TEXT NOT NULL, audience TEXT NOT NULL, person_id TEXT NOT NULL, courses INTEGER NOT NULL, completed INTEGER NOT NULL,
  PRIMARY KEY (year, audience, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO person_training
SELECT coalesce(substr(course.start_date, 1, 4), ''), coalesce(course.audience, 'other'), person.person_id, 1, done.status = 'completed'
  FROM person CROSS JOIN best_attempt AS done USING (person_id) CROSS JOIN course USING (course_id)
 WHERE true
    ON CONFLICT DO UPDATE SET courses = courses + 1, completed = completed + excluded.completed;
