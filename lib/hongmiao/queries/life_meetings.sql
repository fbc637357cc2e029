-- Meetings one by one, those owed and nowhere in the records among them (they have no id, and are due on the last day of
-- their period), a page at a time; `total` is how many there are in all.
-- zh: 组织生活会议清单，含按策略应召开而台账没有的（无编号，应召开日期为周期最后一天），可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- branch: unit_id; its own alone
-- year: calendar year of the day due
-- kind: kind of meeting
-- month: month due, such as 2018-06
-- state: in_time, late, overdue, unseen or ahead; held, lacking and due for several of them, counted where who came is known, unmarked where held and unknown
-- as_of: the day by which what was due is overdue
-- duties: JSON list of what is owed: kind, times, months (in a period), units (kinds of them), members (at least so many)
-- search: part of a title, an id or a unit's name
-- sort: activity_id, unit, kind, title, due_date, held_date, state, days, expected, attended or rate
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH RECURSIVE duty AS (
  SELECT value ->> 'kind' AS kind, value ->> 'times' AS times, value ->> 'months' AS months, value ->> 'members' AS members,
         value -> 'units' AS units FROM json_each(:duties)
), number AS (
  SELECT 1 AS n UNION ALL SELECT n + 1 FROM number WHERE n < 12
), period AS (
  -- Those that have ended, from the first month on in which the records speak of such meetings at all.
  SELECT duty.*, printf('%s-%02d', :year, n * months) AS month FROM duty JOIN number ON n * months <= 12
   WHERE times > 0 AND date(printf('%s-%02d-01', :year, n * months), '+1 month', '-1 day') <= :as_of
     AND printf('%s-%02d', :year, (n - 1) * months + 1) >= (SELECT min(month) FROM activity_count WHERE kind IN (SELECT kind FROM duty))
), recorded AS (
  SELECT unit_id, kind, printf('%s-%02d', :year, (substr(month, 6) - 1) / months * months + months) AS month, sum(activities) AS known
    FROM activity_count JOIN duty USING (kind) WHERE substr(month, 1, 4) = :year
   GROUP BY 1, 2, 3
), owing AS MATERIALIZED (
  SELECT duty.kind, unit.unit_id
    FROM duty CROSS JOIN json_each(units) AS owed CROSS JOIN unit ON unit.kind = owed.value LEFT JOIN person_count USING (unit_id)
   WHERE coalesce(person_count.members, 0) >= duty.members
), unseen AS (
  SELECT unit_id, kind, month, times - coalesce(known, 0) AS unseen
    FROM period CROSS JOIN owing USING (kind) LEFT JOIN recorded USING (unit_id, kind, month)
   WHERE times > coalesce(known, 0)
), met AS (
  SELECT activity_id, unit_id, activity.kind, title, due_date, held_date, expected, attended,
         CASE WHEN held_date > due_date THEN 'late' WHEN held_date IS NOT NULL THEN 'in_time'
              WHEN due_date <= :as_of THEN 'overdue' ELSE 'ahead' END AS state
    FROM activity JOIN duty USING (kind)
  UNION ALL
  SELECT NULL, unit_id, kind, NULL, date(month || '-01', '+1 month', '-1 day'), NULL, NULL, NULL, 'unseen'
    FROM unseen JOIN number ON n <= unseen
), found AS (
  SELECT met.*, unit.name AS unit, tree.rank, attended * 1.0 / nullif(expected, 0) AS rate,
         CASE WHEN held_date > due_date THEN CAST(julianday(held_date) - julianday(due_date) AS INTEGER)
              WHEN held_date IS NULL AND due_date < :as_of THEN CAST(julianday(:as_of) - julianday(due_date) AS INTEGER) END AS days
    FROM met JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE substr(due_date, 1, 4) = :year AND (:kind IS NULL OR met.kind = :kind) AND (:branch IS NULL OR unit_id = :branch)
     AND (:month IS NULL OR substr(due_date, 1, 7) = :month)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(coalesce(title, ''), :search) OR instr(coalesce(activity_id, ''), :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'activity_id' THEN activity_id WHEN 'unit' THEN rank WHEN 'kind' THEN kind WHEN 'title' THEN title
                       WHEN 'held_date' THEN held_date WHEN 'state' THEN state WHEN 'days' THEN days WHEN 'expected' THEN expected
                       WHEN 'attended' THEN attended WHEN 'rate' THEN rate ELSE due_date END AS key FROM found
   WHERE CASE :state WHEN 'held' THEN held_date IS NOT NULL WHEN 'due' THEN state <> 'ahead' WHEN 'lacking' THEN state IN ('overdue', 'unseen')
              WHEN 'counted' THEN expected + attended IS NOT NULL WHEN 'unmarked' THEN held_date IS NOT NULL AND expected + attended IS NULL
              ELSE :state IS NULL OR state = :state END
)
SELECT activity_id, unit, kind, title, due_date, held_date, state, days, expected, attended, rate, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, kind, activity_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
