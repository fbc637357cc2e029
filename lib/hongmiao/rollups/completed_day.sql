-- Enrolments by the day of their completion.
-- reads: enrolment
-- kept: people
DROP TABLE IF EXISTS completed_day;
CREATE TABLE completed_day (day TEXT PRIMARY KEY, enrolments INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO completed_day
SELECT completed_date, 1 FROM enrolment WHERE completed_date IS NOT NULL
    ON CONFLICT DO UPDATE SET enrolments = enrolments + 1;
