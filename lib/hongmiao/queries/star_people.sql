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
WITH listed AS (
  SELECT person_id, period, post, status, stars, reward,
         CASE status WHEN 'rated' THEN CAST(stars AS TEXT) WHEN 'unrated' THEN 'unrated' ELSE 'without' END AS rating
    FROM star_rating WHERE (:period IS NULL OR period = :period) AND :rating IS NOT 'none'
  UNION ALL
  SELECT person_id, period, NULL, NULL, NULL, NULL, 'none'
    FROM star_rating AS was WHERE :rating = 'none' AND period = :before
     AND NOT EXISTS (SELECT 1 FROM star_rating AS now WHERE now.person_id = was.person_id AND now.period = :period)
), found AS (
  SELECT listed.person_id, person.name, unit.name AS unit, listed.post, listed.status, listed.stars, listed.reward, tree.rank,
         town.place AS town_place, town.persons AS town_persons, whole.place, whole.persons
    FROM listed
    JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
    LEFT JOIN star_rank AS town ON town.period = listed.period AND town.scope_id = tree.town_id AND town.stars = listed.stars
    LEFT JOIN star_rank AS whole ON whole.period = listed.period AND whole.scope_id = '' AND whole.stars = listed.stars
    LEFT JOIN star_rating AS was ON :was IS NOT NULL AND was.person_id = listed.person_id AND was.period = :before
   WHERE (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:rating IS NULL OR :rating = listed.rating)
     AND (:was IS NULL OR :was = CASE was.status WHEN 'rated' THEN CAST(was.stars AS TEXT) WHEN 'unrated' THEN 'unrated'
                                 WHEN 'exempt' THEN 'without' WHEN 'not_eligible' THEN 'without' ELSE 'none' END)
     AND (:status IS NULL OR :status = listed.status)
     AND (:rewarded IS NULL OR (:rewarded = 'yes') = (listed.reward IS NOT NULL))
     AND (:search IS NULL OR instr(person.name, :search) OR instr(listed.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank
                       WHEN 'post' THEN post WHEN 'status' THEN status WHEN 'stars' THEN stars
                       WHEN 'town_place' THEN town_place WHEN 'place' THEN place
                       WHEN 'reward' THEN reward ELSE -coalesce(stars, 0) END AS key FROM found
)
SELECT person_id, name, unit, post, status, stars, town_place, town_persons, place, persons, reward, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
