-- Units that hold rated people of their own, with their mean stars and their share of five stars, and how each compares
-- with the whole: small (too few to judge), high or low (beyond `distance` standard errors), else usual.
-- zh: 各支部的平均星级、五星占比，以及与全区相比偏松、偏严、正常或人数太少。
-- unit: unit_id; its whole subtree is listed
-- period: rating period such as 2018Q2
-- measure: mean for mean stars, five for the share of five stars
-- whole: the measure over the whole
-- spread: its standard deviation among persons of the whole
-- distance: standard errors beyond which a unit stands out
-- smallest: rated people below which no judgement is made
-- guideline: the largest share of five stars that is normal
-- verdict: high, low, usual or small; judged for all but the small; over for those judged that exceed the guideline
-- branch: a unit_id of which to show the line alone
-- search: part of an id or a name
-- sort: unit_id, unit, town, persons, mean, five_share, gap or standing
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH rated AS (
  SELECT unit_id, sum(persons) AS persons, sum(stars * persons) * 1.0 / sum(persons) AS mean,
         coalesce(sum(persons) FILTER (WHERE stars = 5), 0) * 1.0 / sum(persons) AS five_share
    FROM star_count WHERE status = 'rated' AND (:period IS NULL OR period = :period) GROUP BY unit_id
), gauged AS (
  SELECT unit.unit_id, unit.name AS unit, town.name AS town, persons, mean, five_share, tree.rank,
         iif(:measure = 'five', five_share, mean) - :whole AS gap
    FROM rated JOIN unit ON unit.unit_id = rated.unit_id JOIN unit_tree AS tree ON tree.unit_id = rated.unit_id
    LEFT JOIN unit AS town ON town.unit_id = tree.town_id
   WHERE :unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                        AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), judged AS (
  SELECT *, CASE WHEN persons < :smallest THEN 'small'
                 WHEN gap * gap * persons <= :distance * :distance * :spread * :spread THEN 'usual'
                 WHEN gap > 0 THEN 'high' WHEN gap < 0 THEN 'low' ELSE 'usual' END AS standing,
         persons >= :smallest AND five_share > :guideline AS over
    FROM gauged
), keyed AS (
  SELECT *, CASE :sort WHEN 'unit_id' THEN unit_id WHEN 'unit' THEN unit WHEN 'town' THEN town WHEN 'persons' THEN persons
                       WHEN 'mean' THEN mean WHEN 'five_share' THEN five_share WHEN 'gap' THEN gap
                       WHEN 'standing' THEN standing ELSE -gap * gap * persons * (standing <> 'small') END AS key
    FROM judged
   WHERE (:branch IS NULL OR unit_id = :branch)
     AND (:verdict IS NULL OR :verdict = standing OR (:verdict = 'judged' AND standing <> 'small') OR (:verdict = 'over' AND over))
     AND (:search IS NULL OR instr(unit, :search) OR instr(unit_id, :search))
)
SELECT unit_id, unit, town, persons, mean, five_share, gap, standing, over, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
