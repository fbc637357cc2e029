-- The people assessed in a period with their score over the indicators that have one, the lowest first, a page at a time:
-- how much of the weights that is, how far it is from the period before, the weak indicators and those without a score, a
-- line each; `total` is how many people there are.
-- zh: 一个周期的考核名单：加权得分、已得分权重、较上期、弱项和缺分项，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: assessment period such as 2018Q2
-- short: a score below so many points falls short
-- weak: an indicator below so many points is weak
-- least: judged only where at least so many per cent of the weights have a score
-- fall: so many points below the period before is told
-- standing: short, fine, open (too little is known) or none (no score at all)
-- low: of those judged, with so many points or more
-- high: of those judged, with fewer points than these
-- concern: short, fallen, uneven (weights do not add up to 100) or scored
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, score, known, step, weights or standing
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH stated AS (
  SELECT result.*, person.name, unit.name AS unit, tree.rank, round(score - before, 6) AS step,
         CAST(round(iif(plain OR weights IS NULL OR weights = 0, 100.0 * scored / indicators, 100.0 * known / weights), 6) AS INTEGER) AS share
    FROM assessment_result AS result
    JOIN person USING (person_id) JOIN unit ON unit.unit_id = result.unit_id JOIN unit_tree AS tree ON tree.unit_id = result.unit_id
   WHERE (:period IS NULL OR result.period = :period)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(person.name, :search) OR instr(result.person_id, :search) OR instr(unit.name, :search))
), judged AS (
  SELECT *, CASE WHEN score IS NULL THEN 'none' WHEN share < :least THEN 'open' WHEN CAST(score AS INTEGER) < :short THEN 'short'
                 ELSE 'fine' END AS standing FROM stated
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'known' THEN share
                       WHEN 'step' THEN step WHEN 'weights' THEN weights WHEN 'standing' THEN standing ELSE score END AS key
    FROM judged
   WHERE (:standing IS NULL OR standing = :standing)
     AND (:low IS NULL OR CAST(score AS INTEGER) >= :low) AND (:high IS NULL OR CAST(score AS INTEGER) < :high)
     AND CASE :concern WHEN 'short' THEN standing = 'short' WHEN 'fallen' THEN CAST(step AS INTEGER) <= -:fall
                       WHEN 'uneven' THEN weights IS NOT 100 WHEN 'scored' THEN score IS NOT NULL ELSE 1 END
)
SELECT person_id, name, unit, score, share AS known, step, weights, plain, standing,
       (SELECT group_concat(said, char(10)) FROM (SELECT indicator || ' ' || printf('%g', round(one.score, 1)) AS said FROM assessment AS one
         WHERE one.person_id = keyed.person_id AND one.period = keyed.period AND CAST(one.score AS INTEGER) < :weak ORDER BY one.score)) AS weak,
       (SELECT group_concat(indicator, char(10)) FROM assessment AS one
         WHERE one.person_id = keyed.person_id AND one.period = keyed.period AND one.score IS NULL) AS missing, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
