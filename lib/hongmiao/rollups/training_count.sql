-- Person-times by year of the course's start ('' where unknown), unit, audience level and status.
-- reads: enrolment person course
-- after: course_count
DROP TABLE IF EXISTS training_count;
CREATE TABLE training_count (
  year TEXT NOT NULL, unit_id TEXT NOT NULL, audience TEXT NOT NULL, status TEXT NOT NULL,
  persontimes INTEGER NOT NULL, PRIMARY KEY (year, unit_id, audience, status)
) STRICT, WITHOUT ROWID;
INSERT INTO training_count
SELECT coalesce(substr(course.start_date, 1, 4), ''), unit_id, coalesce(audience, 'other'), status, sum(persontimes)
  FROM course_count JOIN course USING (course_id)
 GROUP BY 1, 2, 3, 4;
