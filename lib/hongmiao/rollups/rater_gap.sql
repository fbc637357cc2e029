-- Two raters of the same persons: by unit, period and pair, how far the first scores above the other, in
-- twentieths of the range of scores, rounded away from 0; `gap` is the sum of the differences in points.
-- reads: rating_score person
-- after: score_range
DROP TABLE IF EXISTS rater_gap;
CREATE TABLE rater_gap (
  period TEXT NOT NULL, unit_id TEXT NOT NULL, rater TEXT NOT NULL, other TEXT NOT NULL, step INTEGER NOT NULL,
  persons INTEGER NOT NULL, gap REAL NOT NULL, PRIMARY KEY (period, unit_id, rater, other, step)
) STRICT, WITHOUT ROWID;
INSERT INTO rater_gap
WITH pair AS (
  SELECT one.period, unit_id, one.rater, two.rater AS other, one.score - two.score AS gap,
         round(abs(one.score - two.score) * 20 / (high - low), 6) AS steps
    FROM rating_score AS one
    JOIN rating_score AS two ON two.person_id = one.person_id AND two.period = one.period AND two.rater > one.rater
    JOIN person ON person.person_id = one.person_id
    JOIN score_range ON score_range.period = one.period
)
SELECT period, unit_id, rater, other, coalesce(iif(gap < 0, -1, 1) * (CAST(steps AS INTEGER) + (steps > CAST(steps AS INTEGER))), 0),
       count(*), sum(gap)
  FROM pair GROUP BY 1, 2, 3, 4, 5;
