-- The people rated in a period, a page at a time; `total` is how many there are in all.
-- zh: 一个周期的评定名单，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
-- rating: 1 to 5 for so many stars, unrated, or without for the exempt and not eligible
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, post, status, stars or reward
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT rating.person_id, person.name, unit.name AS unit, rating.post, rating.status, rating.stars, rating.reward,
         tree.rank
    FROM star_rating AS rating
    JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:period IS NULL OR rating.period = :period)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:rating IS NULL OR :rating = CASE rating.status WHEN 'rated' THEN CAST(rating.stars AS TEXT) WHEN 'unrated' THEN 'unrated'
                                       ELSE 'without' END)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(rating.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank
                       WHEN 'post' THEN post WHEN 'status' THEN status WHEN 'stars' THEN stars
                       WHEN 'reward' THEN reward ELSE -coalesce(stars, 0) END AS key FROM found
)
SELECT person_id, name, unit, post, status, stars, reward, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
