-- Courses and planned person-times by year and audience level.
-- reads: course
DROP TABLE IF EXISTS training_plan;
CREATE TABLE training_plan (
  year TEXT NOT NULL, audience TEXT NOT NULL, courses INTEGER NOT NULL, planned_persontimes INTEGER NOT NULL
) STRICT;
INSERT INTO training_plan
SELECT coalesce(substr(start_date, 1, 4), ''), coalesce(audience, 'other'), count(*), coalesce(sum(planned_persontimes), 0)
  FROM course GROUP BY 1, 2;
