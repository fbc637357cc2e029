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
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), quarter AS MATERIALIZED (
  SELECT iif(:period IS NULL, '', printf('%.4s-%02d-01', :period, 3 * substr(:period, 6) - 2)) AS first,
         iif(:period IS NULL, '~', printf('%.4s-%02d-31', :period, 3 * substr(:period, 6))) AS last
), way AS MATERIALIZED (
  -- Day by day until the page is full, where the entries looked for are not so rare that all of them are found sooner.
  SELECT total, total * 9 > whole AS wide, coalesce(:sort IS NULL AND :search IS NULL AND NOT coalesce(:descending, 0)
                                                    AND (:limit + coalesce(:offset, 0)) * whole < total * total, 0) AS walk
    FROM (SELECT coalesce(sum(entries) FILTER (WHERE part_id = coalesce(:unit, '')), 0) AS total, coalesce(sum(entries) FILTER (WHERE part_id = ''), 0) AS whole
            FROM points_under WHERE part_id IN ('', :unit) AND (:period IS NULL OR period = :period)
             AND (:activity IS NULL OR activity = :activity) AND (:effect IS NULL OR effect = :effect))
), walked AS (
  SELECT entry_id, activity_date AS key
    FROM points_entry CROSS JOIN person USING (person_id) CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE activity_date BETWEEN (SELECT first FROM quarter) AND (SELECT last FROM quarter)
     AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:activity IS NULL OR coalesce(activity, 'none') = :activity) AND (:effect IS NULL OR coalesce(effect, 'none') = :effect)
   ORDER BY activity_date, entry_id LIMIT iif((SELECT walk FROM way), :limit, 0) OFFSET coalesce(:offset, 0)
), entry AS (
  SELECT points_entry.* FROM way CROSS JOIN points_entry WHERE NOT walk AND wide AND activity_date BETWEEN (SELECT first FROM quarter) AND (SELECT last FROM quarter)
  UNION ALL
  SELECT points_entry.* FROM way CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN points_entry USING (person_id)
   WHERE NOT walk AND NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND activity_date BETWEEN (SELECT first FROM quarter) AND (SELECT last FROM quarter)
), keyed AS MATERIALIZED (
  SELECT entry_id, CASE :sort WHEN 'entry_id' THEN entry_id WHEN 'person_id' THEN entry.person_id WHEN 'name' THEN person.name WHEN 'unit' THEN tree.rank
                              WHEN 'activity' THEN activity WHEN 'times' THEN coalesce(times, 1) WHEN 'effect' THEN effect WHEN 'points' THEN points
                              ELSE activity_date END AS key
    FROM entry CROSS JOIN person USING (person_id) CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:activity IS NULL OR coalesce(activity, 'none') = :activity) AND (:effect IS NULL OR coalesce(effect, 'none') = :effect)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(entry.person_id, :search) OR instr(coalesce(activity, ''), :search))
), page AS MATERIALIZED (
  SELECT * FROM (SELECT entry_id, key FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, entry_id
                  LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0))
  UNION ALL
  SELECT * FROM walked
)
SELECT entry_id, person_id, person.name, unit.name AS unit, activity_date, activity, coalesce(times, 1) AS times, effect, points,
       iif(:search IS NULL, total, (SELECT count(*) FROM keyed)) AS total
  FROM page CROSS JOIN way CROSS JOIN points_entry USING (entry_id) CROSS JOIN person USING (person_id) CROSS JOIN unit USING (unit_id)
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, entry_id
