-- The best attempt of each person at each course: a completion is never hidden by a later unfinished
-- attempt. superseded_attempt lists the other attempts, few as they are; best_attempt is a view without them.
-- reads: enrolment
-- kept: people
DROP VIEW IF EXISTS best_attempt;
DROP TABLE IF EXISTS superseded_attempt;
CREATE TABLE superseded_attempt (
  person_id TEXT NOT NULL, course_id TEXT NOT NULL, attempt INTEGER NOT NULL,
  PRIMARY KEY (person_id, course_id, attempt)
) STRICT, WITHOUT ROWID;
INSERT INTO superseded_attempt
WITH ranked AS (
  SELECT person_id, course_id, attempt,
         row_number() OVER (PARTITION BY person_id, course_id ORDER BY
           CASE status WHEN 'completed' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'enrolled' THEN 3
                       WHEN 'failed' THEN 4 WHEN 'leave' THEN 5 WHEN 'absent' THEN 6 ELSE 7 END, attempt) AS standing
    FROM (SELECT DISTINCT person_id, course_id FROM enrolment WHERE attempt > 1 ORDER BY person_id, course_id)
    CROSS JOIN enrolment USING (person_id, course_id)
)
SELECT person_id, course_id, attempt FROM ranked WHERE standing > 1;
CREATE VIEW best_attempt AS
SELECT * FROM enrolment
 WHERE NOT EXISTS (SELECT 1 FROM superseded_attempt AS other
                    WHERE other.person_id = enrolment.person_id AND other.course_id = enrolment.course_id
                      AND other.attempt = enrolment.attempt);
