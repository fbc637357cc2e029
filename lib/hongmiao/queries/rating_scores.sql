-- The persons that two raters both scored, with both scores and the weighted mean of all their scores, a page at a time;
-- `total` is how many there are in all.
-- zh: 两个评分主体都评过的人：两方得分、分差和加权综合得分，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
-- rater: the first rater
-- other: the other one
-- steps: twentieths of the range of scores within which two scores are much alike
-- side: higher, near or lower, how the first scores against the other
-- weights: a JSON object of the raters' weights; a rater without one counts as 1
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, score, other_score, difference or weighted
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH pair AS (
  SELECT one.person_id, one.period, one.score, two.score AS other_score, one.score - two.score AS difference,
         coalesce(round(abs(one.score - two.score) * 20 / (high - low), 6), 0) AS step
    FROM rating_score AS one
    JOIN rating_score AS two ON two.person_id = one.person_id AND two.period = one.period AND two.rater = :other
    JOIN score_range ON score_range.period = one.period
   WHERE one.rater = :rater AND (:period IS NULL OR one.period = :period)
), found AS (
  SELECT pair.person_id, person.name, unit.name AS unit, score, other_score, round(difference, 6) AS difference, pair.period, tree.rank
    FROM pair JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:side IS NULL OR :side = CASE WHEN step <= :steps THEN 'near' WHEN difference > 0 THEN 'higher' ELSE 'lower' END)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(pair.person_id, :search) OR instr(unit.name, :search))
), weighed AS (
  SELECT found.*, (SELECT sum(all_scores.score * coalesce(weight.value, 1)) / sum(coalesce(weight.value, 1))
                     FROM rating_score AS all_scores LEFT JOIN json_each(:weights) AS weight ON weight.key = all_scores.rater
                    WHERE all_scores.person_id = found.person_id AND all_scores.period = found.period) AS weighted
    FROM found
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'score' THEN score
                       WHEN 'other_score' THEN other_score WHEN 'difference' THEN difference
                       WHEN 'weighted' THEN weighted ELSE -abs(difference) END AS key FROM weighed
)
SELECT person_id, name, unit, score, other_score, difference, weighted, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
