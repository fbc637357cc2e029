-- Persons, each counted once, by unit, kind of people, year and audience level; audience '' counts across levels,
-- year 'all' across years.
-- reads: enrolment person course pool_membership
-- after: person_training person_kind
-- kept: people
DROP TABLE IF EXISTS training_reach;
CREATE TABLE training_reach (
  year TEXT NOT NULL, audience TEXT NOT NULL, unit_id TEXT NOT NULL, kind INTEGER NOT NULL, persons INTEGER NOT NULL,
  completed INTEGER NOT NULL, PRIMARY KEY (year, audience, unit_id, kind)
) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE person_reach (
  year TEXT, audience TEXT, person_id TEXT, completed INTEGER, PRIMARY KEY (year, audience, person_id)
) WITHOUT ROWID;
INSERT INTO person_reach SELECT year, audience, person_id, completed > 0 FROM person_training;
INSERT INTO person_reach
SELECT year, '', person_id, completed > 0 FROM person_training WHERE true
    ON CONFLICT DO UPDATE SET completed = max(completed, excluded.completed);
INSERT INTO person_reach
SELECT 'all', audience, person_id, completed FROM person_reach WHERE true
    ON CONFLICT DO UPDATE SET completed = max(completed, excluded.completed);
INSERT INTO training_reach
SELECT year, audience, unit_id, kind, 1, completed
  FROM person_reach CROSS JOIN person USING (person_id) CROSS JOIN person_kind USING (person_id) WHERE true
    ON CONFLICT DO UPDATE SET persons = persons + 1, completed = completed + excluded.completed;
DROP TABLE person_reach;
