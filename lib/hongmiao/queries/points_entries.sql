-- The entries of a quarter, a page at a time; `total` is how many there are in all.
-- zh: 一个季度红色账户的逐笔记录，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: quarter such as 2018Q2
-- activity: the activity booked, or none for those without
-- effect: effect code, or none for those without
-- search: part of a name, a person's id or an activity
-- sort: entry_id, person_id, name, unit, activity_date, activity, times, effect or points
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT entry_id, entry.person_id, person.name, unit.name AS unit, activity_date, activity, coalesce(times, 1) AS times, effect,
         points, tree.rank
    FROM points_entry AS entry
    JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:period IS NULL OR substr(activity_date, 1, 4) || 'Q' || ((substr(activity_date, 6, 2) + 2) / 3) = :period)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:activity IS NULL OR coalesce(activity, 'none') = :activity)
     AND (:effect IS NULL OR coalesce(effect, 'none') = :effect)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(entry.person_id, :search) OR instr(coalesce(activity, ''), :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'entry_id' THEN entry_id WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank
                       WHEN 'activity' THEN activity WHEN 'times' THEN times WHEN 'effect' THEN effect WHEN 'points' THEN points
                       ELSE activity_date END AS key FROM found
)
SELECT entry_id, person_id, name, unit, activity_date, activity, times, effect, points, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, entry_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
