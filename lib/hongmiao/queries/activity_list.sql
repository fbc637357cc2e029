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
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), due AS MATERIALIZED (
  SELECT coalesce(:month, :year, '') AS first, coalesce(:month, :year, '') || '~' AS last
), way AS MATERIALIZED (
  -- Day by day until the page is full, where the activities looked for are not so rare that all of them are found sooner.
  SELECT total, total * 9 > whole AS wide, coalesce(:sort IS NULL AND :search IS NULL AND :state IS NOT 'counted' AND NOT coalesce(:descending, 0)
                                                    AND (:limit + coalesce(:offset, 0)) * whole < total * total, 0) AS walk
    FROM (SELECT coalesce(sum(CASE :state WHEN 'late' THEN late WHEN 'in_time' THEN iif(open_since = '', activities - late, 0)
                                          WHEN 'held' THEN iif(open_since = '', activities, 0)
                                          WHEN 'overdue' THEN iif(open_since <> '' AND open_since <= :as_of, activities, 0)
                                          WHEN 'ahead' THEN iif(open_since <> '' AND coalesce(open_since > :as_of, 1), activities, 0)
                                          WHEN 'due' THEN iif(open_since = '' OR open_since <= :as_of, activities, 0)
                                          ELSE iif(:state IS NULL OR :state = 'counted', activities, 0) END) FILTER (WHERE part_id = coalesce(:unit, '')), 0) AS total,
                 coalesce(sum(activities) FILTER (WHERE part_id = ''), 0) AS whole
            FROM activity_under WHERE part_id IN ('', :unit) AND (:year IS NULL OR substr(month, 1, 4) = :year)
             AND (:month IS NULL OR month = :month) AND (:kind IS NULL OR kind = :kind))
), stated AS NOT MATERIALIZED (
  SELECT *, CASE WHEN held_date > due_date THEN 'late' WHEN held_date IS NOT NULL THEN 'in_time'
                 WHEN due_date <= :as_of THEN 'overdue' ELSE 'ahead' END AS state,
         CASE WHEN held_date > due_date THEN CAST(julianday(held_date) - julianday(due_date) AS INTEGER)
              WHEN held_date IS NULL AND due_date < :as_of THEN CAST(julianday(:as_of) - julianday(due_date) AS INTEGER) END AS days,
         attended * 1.0 / nullif(expected, 0) AS rate FROM activity
), chosen AS NOT MATERIALIZED (
  SELECT * FROM stated
   WHERE (:year IS NULL OR substr(due_date, 1, 4) = :year) AND (:kind IS NULL OR kind = :kind) AND (:month IS NULL OR substr(due_date, 1, 7) = :month)
     AND CASE :state WHEN 'held' THEN held_date IS NOT NULL WHEN 'due' THEN state <> 'ahead'
              WHEN 'counted' THEN expected + attended IS NOT NULL ELSE :state IS NULL OR state = :state END
), until AS MATERIALIZED (
  SELECT due_date, due_date = (SELECT due_date FROM chosen CROSS JOIN unit_tree AS tree USING (unit_id)
                                WHERE due_date >= (SELECT first FROM due) AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
                                ORDER BY due_date LIMIT 1) AS one
    FROM chosen CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE due_date BETWEEN (SELECT first FROM due) AND (SELECT last FROM due) AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
   ORDER BY due_date LIMIT (SELECT walk FROM way) OFFSET :limit + coalesce(:offset, 0) - 1
), walked AS (
  -- Of a day on which most units owe something only the units that the page goes to.
  SELECT activity_id, rank, due_date AS key FROM unit_tree AS tree CROSS JOIN chosen USING (unit_id)
   WHERE +due_date = (SELECT due_date FROM until) AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
   ORDER BY rank, activity_id LIMIT iif((SELECT one FROM until), :limit, 0) OFFSET coalesce(:offset, 0)
), seen AS (
  SELECT chosen.* FROM until CROSS JOIN chosen WHERE NOT one AND chosen.due_date BETWEEN (SELECT first FROM due) AND until.due_date
  UNION ALL
  SELECT chosen.* FROM way CROSS JOIN chosen WHERE NOT EXISTS (SELECT 1 FROM until) AND wide AND due_date BETWEEN (SELECT first FROM due) AND (SELECT last FROM due)
  UNION ALL
  SELECT chosen.* FROM way CROSS JOIN unit_tree AS tree CROSS JOIN chosen USING (unit_id)
   WHERE NOT EXISTS (SELECT 1 FROM until) AND NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
), keyed AS MATERIALIZED (
  SELECT activity_id, tree.rank, CASE :sort WHEN 'activity_id' THEN activity_id WHEN 'unit' THEN rank WHEN 'kind' THEN seen.kind WHEN 'title' THEN title
                                      WHEN 'held_date' THEN held_date WHEN 'state' THEN state WHEN 'days' THEN days WHEN 'expected' THEN expected
                                      WHEN 'attended' THEN attended WHEN 'rate' THEN rate ELSE due_date END AS key
    FROM seen CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:search IS NULL OR instr(coalesce(title, ''), :search) OR instr(activity_id, :search)
          OR instr((SELECT name FROM unit WHERE unit.unit_id = seen.unit_id), :search))
), page AS MATERIALIZED (
  SELECT * FROM (SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, activity_id
                  LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0))
  UNION ALL
  SELECT * FROM walked
)
SELECT activity_id, unit.name AS unit, stated.kind, title, due_date, held_date, state, days, expected, attended, stated.rate,
       iif(:search IS NULL AND :state IS NOT 'counted', total, (SELECT count(*) FROM keyed)) AS total
  FROM page CROSS JOIN way CROSS JOIN stated USING (activity_id) CROSS JOIN unit USING (unit_id)
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, page.rank, activity_id
