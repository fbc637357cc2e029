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
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), way AS MATERIALIZED (
  SELECT 9 * coalesce((SELECT persons FROM person_under WHERE part_id = coalesce(:unit, '')), 0)
         > (SELECT persons FROM person_under WHERE part_id = '') AS wide
), one AS (
  SELECT person_id, period, score FROM way CROSS JOIN rating_score WHERE wide AND rater = :rater AND (:period IS NULL OR period = :period)
  UNION ALL
  SELECT person_id, period, score FROM way CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN rating_score USING (person_id)
   WHERE NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope) AND rater = :rater AND (:period IS NULL OR period = :period)
), found AS NOT MATERIALIZED (
  SELECT one.*, person.name, tree.rank, two.score AS other_score, round(one.score - two.score, 6) AS difference,
         coalesce(round(abs(one.score - two.score) * 20 / (high - low), 6), 0) AS step
    FROM one CROSS JOIN person USING (person_id) CROSS JOIN unit_tree AS tree USING (unit_id)
    CROSS JOIN rating_score AS two ON two.person_id = one.person_id AND two.period = one.period AND two.rater = :other
    CROSS JOIN score_range ON score_range.period = one.period
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(one.person_id, :search)
          OR instr((SELECT name FROM unit WHERE unit.unit_id = person.unit_id), :search))
), keyed AS MATERIALIZED (
  SELECT person_id, period, score, other_score, rank,
         CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'score' THEN score
                    WHEN 'other_score' THEN other_score WHEN 'difference' THEN difference
                    WHEN 'weighted' THEN (SELECT sum(every.score * coalesce(weight.value, 1)) / sum(coalesce(weight.value, 1))
                                            FROM rating_score AS every LEFT JOIN json_each(:weights) AS weight ON weight.key = every.rater
                                           WHERE every.person_id = found.person_id AND every.period = found.period)
                    ELSE -abs(difference) END AS key
    FROM found
   WHERE :side IS NULL OR :side = CASE WHEN step <= :steps THEN 'near' WHEN difference > 0 THEN 'higher' ELSE 'lower' END
), page AS MATERIALIZED (
  SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
   LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
)
SELECT person_id, person.name, unit.name AS unit, score, other_score, round(score - other_score, 6) AS difference,
       (SELECT sum(every.score * coalesce(weight.value, 1)) / sum(coalesce(weight.value, 1))
          FROM rating_score AS every LEFT JOIN json_each(:weights) AS weight ON weight.key = every.rater
         WHERE every.person_id = page.person_id AND every.period = page.period) AS weighted, (SELECT count(*) FROM keyed) AS total
  FROM page CROSS JOIN person USING (person_id) CROSS JOIN unit USING (unit_id)
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
