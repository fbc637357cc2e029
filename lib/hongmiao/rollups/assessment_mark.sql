-- Indicators of the people assessed in a period, by unit, indicator, rater ('none' where nobody is named) and whole points
-- of the score (NULL where the rater gave none): how many, and how many of them reached their target.
-- reads: assessment person
DROP TABLE IF EXISTS assessment_mark;
CREATE TABLE assessment_mark (
  period TEXT NOT NULL, unit_id TEXT NOT NULL, indicator TEXT NOT NULL, rater TEXT NOT NULL, points INTEGER,
  marks INTEGER NOT NULL, targeted INTEGER NOT NULL, reached INTEGER NOT NULL, total REAL NOT NULL, lightest REAL, heaviest REAL
) STRICT;
INSERT INTO assessment_mark
SELECT period, unit_id, indicator, coalesce(rater, 'none'), CAST(score AS INTEGER), count(*),
       count(*) FILTER (WHERE target IS NOT NULL AND actual IS NOT NULL), count(*) FILTER (WHERE actual >= target), total(score),
       min(weight), max(weight)
  FROM assessment JOIN person USING (person_id) GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX assessment_mark_by_period ON assessment_mark (period, unit_id);
