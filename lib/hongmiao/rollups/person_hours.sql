-- Hours of each person by calendar year (of the completion, else of the course's end, else of its start; '' where
-- unknown), status and mode. `hours` are those of the best attempt at each course, `again` those of its other attempts;
-- `days` and `days_again` are days of attempts in person whose hours nobody wrote down. `missed` are hours on leave.
-- reads: enrolment course
-- after: best_attempt
-- kept: people
DROP TABLE IF EXISTS person_hours;
CREATE TABLE person_hours (
  person_id TEXT NOT NULL, year TEXT NOT NULL, status TEXT NOT NULL, online INTEGER NOT NULL, hours REAL NOT NULL,
  again REAL NOT NULL, days REAL NOT NULL, days_again REAL NOT NULL, missed REAL NOT NULL,
  PRIMARY KEY (person_id, year, status, online)
) STRICT, WITHOUT ROWID;
INSERT INTO person_hours
SELECT person_id, year, status, online, total(hours) FILTER (WHERE best), total(hours) FILTER (WHERE NOT best),
       total(days) FILTER (WHERE best), total(days) FILTER (WHERE NOT best), total(missed) FILTER (WHERE best)
  FROM (SELECT done.person_id, coalesce(substr(coalesce(done.completed_date, course.end_date, course.start_date), 1, 4), '') AS year,
               done.status, course.mode IS 'online' AS online,
               NOT EXISTS (SELECT 1 FROM superseded_attempt AS other WHERE other.person_id = done.person_id
                              AND other.course_id = done.course_id AND other.attempt = done.attempt) AS best,
               coalesce(done.hours_done, iif(done.status = 'completed', course.hours, 0)) AS hours,
               iif(done.hours_done IS NULL AND course.hours IS NULL AND done.status = 'completed' AND course.mode IS NOT 'online',
                   julianday(coalesce(course.end_date, course.start_date)) - julianday(course.start_date) + 1, 0) AS days,
               iif(done.status = 'leave', max(0, course.hours - coalesce(done.hours_done, 0)), 0) AS missed
          FROM enrolment AS done CROSS JOIN course USING (course_id)
         WHERE done.status NOT IN ('enrolled', 'absent'))
 GROUP BY person_id, year, status, online;
