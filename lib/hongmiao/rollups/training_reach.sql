-- Persons, each counted once, by unit, year and audience level; audience '' counts across levels.
-- reads: enrolment person course
-- after: best_attempt
DROP TABLE IF EXISTS training_reach;
CREATE TABLE training_reach (
  year TEXT NOT NULL, unit_id TEXT NOT NULL, audience TEXT NOT NULL, persons INTEGER NOT NULL,
  completed INTEGER NOT NULL, PRIMARY KEY (year, unit_id, audience)
) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE person_level (
  person_id TEXT, year TEXT, audience TEXT, unit_id TEXT, completed INTEGER, PRIMARY KEY (person_id, year, audience)
) WITHOUT ROWID;
INSERT INTO person_level
SELECT person.person_id, coalesce(substr(course.start_date, 1, 4), ''),
       coalesce(course.audience, 'other'), person.unit_id, done.status = 'completed'
  FROM person CROSS JOIN best_attempt AS done USING (person_id) CROSS JOIN course USING (course_id)
 WHERE true
    ON CONFLICT DO UPDATE SET completed = max(completed, excluded.completed);
INSERT INTO training_reach
SELECT year, unit_id, audience, 1, completed FROM person_level WHERE true
    ON CONFLICT DO UPDATE SET persons = persons + 1, completed = completed + excluded.completed;
INSERT INTO training_reach
SELECT year, unit_id, '', 1, max(completed) FROM person_level GROUP BY person_id, year
    ON CONFLICT DO UPDATE SET persons = persons + 1, completed = completed + excluded.completed;
DROP TABLE person_level;
