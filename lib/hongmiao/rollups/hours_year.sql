-- The calendar years of person_hours, and how many rows each has there.
-- reads: enrolment course
-- after: person_hours
-- kept: people
DROP TABLE IF EXISTS hours_year;
CREATE TABLE hours_year (year TEXT PRIMARY KEY, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO hours_year
SELECT year, 1 FROM person_hours WHERE true
    ON CONFLICT DO UPDATE SET rows = rows + 1;
