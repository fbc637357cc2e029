-- The people rated in a period with their rank in town and in all (ties share it), a page at a time; `total` is how
-- many there are in all. Those who were on the list before and are not now are listed only as rating none.
-- zh: 一个周期的评定名单及镇内、全区位次，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
-- before: the period before it, for `was` and for rating none
-- rating: 1 to 5 for so many stars, unrated, without for the exempt and not eligible, or none for those no longer listed
-- was: the rating of the period before, or none for those not listed then
-- status: rated, unrated, exempt or not_eligible
-- rewarded: yes or no, whether a reward or a remedy is recorded
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, post, status, stars, town_place, place or reward
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), way AS MATERIALIZED (
  -- From the most stars down and unit by unit until the page is full, where it shows nobody without stars.
  SELECT total, total * 9 > whole AS wide, :rating IS NOT 'none' AND coalesce(:was, :rewarded, :search) IS NULL AS known,
         coalesce(:sort IS NULL AND coalesce(:was, :rewarded, :search) IS NULL AND :rating IS NOT 'none' AND NOT coalesce(:descending, 0)
                  AND :period IS NOT NULL AND :limit + coalesce(:offset, 0) <= rated, 0) AS walk
    FROM (SELECT coalesce(sum(persons) FILTER (WHERE part_id = coalesce(:unit, '')), 0) AS total, coalesce(sum(persons) FILTER (WHERE part_id = ''), 0) AS whole,
                 coalesce(sum(persons) FILTER (WHERE part_id = coalesce(:unit, '') AND status = 'rated'), 0) AS rated
            FROM star_under WHERE part_id IN ('', :unit) AND (:period IS NULL OR period = :period) AND (:status IS NULL OR status = :status)
             AND (:rating IS NULL OR :rating = CASE status WHEN 'rated' THEN CAST(stars AS TEXT) WHEN 'unrated' THEN 'unrated' ELSE 'without' END))
), chosen AS NOT MATERIALIZED (
  SELECT * FROM (SELECT *, CASE status WHEN 'rated' THEN CAST(stars AS TEXT) WHEN 'unrated' THEN 'unrated' ELSE 'without' END AS rating FROM star_rating)
   WHERE (:period IS NULL OR period = :period) AND (:rating IS NULL OR rating = :rating) AND (:status IS NULL OR status = :status)
     AND (:rewarded IS NULL OR (:rewarded = 'yes') = (reward IS NOT NULL))
), walked AS (
  SELECT person_id, chosen.period, rank, -rated.stars AS key
    FROM star_rank AS rated CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN chosen USING (person_id)
   WHERE rated.period = :period AND scope_id = '' AND chosen.period = :period AND chosen.stars = rated.stars
     AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
   ORDER BY rated.stars DESC, rank, person_id LIMIT iif((SELECT walk FROM way), :limit, 0) OFFSET coalesce(:offset, 0)
), seen AS (
  SELECT person_id, period, post, status, stars, reward, rating FROM way CROSS JOIN chosen WHERE NOT walk AND wide AND :rating IS NOT 'none'
  UNION ALL
  SELECT person_id, period, chosen.post, status, stars, reward, rating
    FROM way CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN chosen USING (person_id)
   WHERE NOT walk AND NOT wide AND :rating IS NOT 'none' AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
  UNION ALL
  SELECT person_id, period, NULL, NULL, NULL, NULL, 'none'
    FROM star_rating AS was WHERE :rating = 'none' AND :status IS NULL AND :rewarded IS NOT 'yes' AND period = :before
     AND NOT EXISTS (SELECT 1 FROM star_rating AS now WHERE now.person_id = was.person_id AND now.period = :period)
), keyed AS MATERIALIZED (
  SELECT seen.person_id, seen.period, tree.rank, CASE :sort WHEN 'person_id' THEN seen.person_id WHEN 'name' THEN person.name WHEN 'unit' THEN tree.rank
                       WHEN 'post' THEN seen.post WHEN 'status' THEN seen.status WHEN 'stars' THEN seen.stars
                       WHEN 'town_place' THEN (SELECT place FROM star_rank AS town WHERE town.period = seen.period AND scope_id = town_id AND town.stars = seen.stars)
                       WHEN 'place' THEN (SELECT place FROM star_rank AS whole WHERE whole.period = seen.period AND scope_id = '' AND whole.stars = seen.stars)
                       WHEN 'reward' THEN seen.reward ELSE -coalesce(seen.stars, 0) END AS key
    FROM seen CROSS JOIN person USING (person_id) CROSS JOIN unit_tree AS tree USING (unit_id)
    LEFT JOIN star_rating AS was ON :was IS NOT NULL AND was.person_id = seen.person_id AND was.period = :before
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:was IS NULL OR :was = CASE was.status WHEN 'rated' THEN CAST(was.stars AS TEXT) WHEN 'unrated' THEN 'unrated'
                                 WHEN 'exempt' THEN 'without' WHEN 'not_eligible' THEN 'without' ELSE 'none' END)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(seen.person_id, :search)
          OR instr((SELECT name FROM unit WHERE unit.unit_id = person.unit_id), :search))
), page AS MATERIALIZED (
  SELECT * FROM (SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
                  LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0))
  UNION ALL
  SELECT * FROM walked
)
SELECT page.person_id, person.name, unit.name AS unit, listed.post, listed.status, listed.stars, town.place AS town_place, town.persons AS town_persons,
       whole.place, whole.persons, listed.reward, iif(known, total, (SELECT count(*) FROM keyed)) AS total
  FROM page CROSS JOIN way CROSS JOIN person USING (person_id) CROSS JOIN unit USING (unit_id) CROSS JOIN unit_tree AS tree USING (unit_id)
  LEFT JOIN star_rating AS listed ON :rating IS NOT 'none' AND listed.person_id = page.person_id AND listed.period = page.period
  LEFT JOIN star_rank AS town ON town.period = listed.period AND town.scope_id = tree.town_id AND town.stars = listed.stars
  LEFT JOIN star_rank AS whole ON whole.period = listed.period AND whole.scope_id = '' AND whole.stars = listed.stars
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, page.rank, page.person_id
