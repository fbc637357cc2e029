-- Activities one by one with who was expected and who came, a page at a time; `total` is how many there are in all.
-- zh: 活动清单：应开展和开展日期、应到和实到人数，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the day due
-- kind: kind of activity
-- month: month due, such as 2018-06
-- state: in_time, late, overdue or ahead; held for the first two, due for the first three, counted where both are known who was expected and who came
-- as_of: the day by which what was due is overdue
-- search: part of a title, an id or a unit's name
-- sort: activity_id, unit, kind, title, due_date, held_date, state, days, expected, attended or rate
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT activity.activity_id, unit.name AS unit, activity.kind, activity.title, activity.due_date, activity.held_date,
         CASE WHEN held_date > due_date THEN 'late' WHEN held_date IS NOT NULL THEN 'in_time'
              WHEN due_date <= :as_of THEN 'overdue' ELSE 'ahead' END AS state,
         CASE WHEN held_date > due_date THEN CAST(julianday(held_date) - julianday(due_date) AS INTEGER)
              WHEN held_date IS NULL AND due_date < :as_of THEN CAST(julianday(:as_of) - julianday(due_date) AS INTEGER) END AS days,
         activity.expected, activity.attended, activity.attended * 1.0 / nullif(activity.expected, 0) AS rate, tree.rank
    FROM activity JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:year IS NULL OR substr(due_date, 1, 4) = :year) AND (:kind IS NULL OR activity.kind = :kind)
     AND (:month IS NULL OR substr(due_date, 1, 7) = :month)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(coalesce(activity.title, ''), :search) OR instr(activity_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'activity_id' THEN activity_id WHEN 'unit' THEN rank WHEN 'kind' THEN kind WHEN 'title' THEN title
                       WHEN 'held_date' THEN held_date WHEN 'state' THEN state WHEN 'days' THEN days WHEN 'expected' THEN expected
                       WHEN 'attended' THEN attended WHEN 'rate' THEN rate ELSE due_date END AS key FROM found
   WHERE CASE :state WHEN 'held' THEN held_date IS NOT NULL WHEN 'due' THEN state <> 'ahead'
              WHEN 'counted' THEN expected + attended IS NOT NULL ELSE :state IS NULL OR state = :state END
)
SELECT activity_id, unit, kind, title, due_date, held_date, state, days, expected, attended, rate, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, activity_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
