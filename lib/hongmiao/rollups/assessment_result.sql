-- What each person's assessment of a period comes to. `score` is over the indicators that have one: their mean weighted by
-- `known`, or plain (`plain` = 1) where one of them has no weight; NULL, never 0, where none has a score. `weights` is what
-- all weights add up to, NULL where one is missing; `before` is the score of the period before, where there is one.
-- reads: assessment person
DROP TABLE IF EXISTS assessment_result;
CREATE TABLE assessment_result (
  period TEXT NOT NULL, person_id TEXT NOT NULL, unit_id TEXT NOT NULL, indicators INTEGER NOT NULL, scored INTEGER NOT NULL,
  weights REAL, known REAL NOT NULL, plain INTEGER NOT NULL, score REAL, before REAL, PRIMARY KEY (period, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO assessment_result
WITH summed AS (
  SELECT period, person_id, count(*) AS indicators, count(score) AS scored,
         iif(count(weight) = count(*), sum(weight), NULL) AS weights, total(iif(score IS NULL, 0, weight)) AS known,
         count(score) > 0 AND (count(*) FILTER (WHERE score IS NOT NULL AND weight IS NULL) > 0
                               OR total(iif(score IS NULL, 0, weight)) = 0) AS plain,
         total(weight * score) AS points, avg(score) AS mean
    FROM assessment GROUP BY period, person_id
), periods AS (
  SELECT period, lag(period) OVER (ORDER BY period) AS was FROM (SELECT DISTINCT period FROM assessment)
), counted AS (
  SELECT *, round(iif(plain, mean, points / nullif(known, 0)), 6) AS score FROM summed
)
SELECT one.period, one.person_id, unit_id, one.indicators, one.scored, one.weights, one.known, one.plain, one.score, was.score
  FROM counted AS one JOIN person USING (person_id) JOIN periods USING (period)
  LEFT JOIN counted AS was ON was.person_id = one.person_id AND was.period = periods.was;
