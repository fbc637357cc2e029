-- People assessed in a period by unit, whole points of their score (NULL where no indicator has one), how many per cent
-- of the weights have a score (rounded down; of the indicators, where weights are missing), whether the weights add up to
-- 100, and how far the score is from the period before, in whole points rounded towards 0 (NULL where either is missing).
-- reads: assessment person
-- after: assessment_result
DROP TABLE IF EXISTS assessment_count;
CREATE TABLE assessment_count (
  period TEXT NOT NULL, unit_id TEXT NOT NULL, points INTEGER, known INTEGER NOT NULL, even INTEGER NOT NULL, step INTEGER,
  persons INTEGER NOT NULL, total REAL NOT NULL
) STRICT;
INSERT INTO assessment_count
SELECT period, unit_id, CAST(score AS INTEGER),
       CAST(round(iif(plain OR weights IS NULL OR weights = 0, 100.0 * scored / indicators, 100.0 * known / weights), 6) AS INTEGER),
       coalesce(weights = 100, 0), CAST(round(score - before, 6) AS INTEGER), count(*), total(score)
  FROM assessment_result GROUP BY 1, 2, 3, 4, 5, 6;
CREATE INDEX assessment_count_by_period ON assessment_count (period, unit_id);
