-- Every indicator of the people assessed in a period: weight, target and actual, score and rater, a page at a time; `total`
-- is how many there are.
-- zh: 逐人逐项考核：权重、目标值、完成值、得分和考核主体，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: assessment period such as 2018Q2
-- indicator: only this one
-- rater: only this one; none for those without
-- weak: a score below so many points is weak
-- mark: scored, missing or weak
-- search: part of a name, an id, a unit's name, an indicator or a rater
-- sort: person_id, name, unit, indicator, weight, target, actual, reached, score or rater
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT one.person_id, person.name, unit.name AS unit, one.indicator, one.weight, one.target, one.actual, one.score, one.rater,
         100.0 * one.actual / nullif(one.target, 0) AS reached, tree.rank
    FROM assessment AS one
    JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:period IS NULL OR one.period = :period)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:indicator IS NULL OR one.indicator = :indicator) AND (:rater IS NULL OR coalesce(one.rater, 'none') = :rater)
     AND CASE :mark WHEN 'scored' THEN one.score IS NOT NULL WHEN 'missing' THEN one.score IS NULL
                    WHEN 'weak' THEN CAST(one.score AS INTEGER) < :weak ELSE 1 END
     AND (:search IS NULL OR instr(person.name, :search) OR instr(one.person_id, :search) OR instr(unit.name, :search)
          OR instr(one.indicator, :search) OR instr(one.rater, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'indicator' THEN indicator
                       WHEN 'weight' THEN weight WHEN 'target' THEN target WHEN 'actual' THEN actual WHEN 'reached' THEN reached
                       WHEN 'rater' THEN rater WHEN 'score' THEN score ELSE rank END AS key FROM found
)
SELECT person_id, name, unit, indicator, weight, target, actual, reached, score, rater, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id, indicator
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
