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
WITH RECURSIVE scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), duty AS MATERIALIZED (
  SELECT value ->> 'kind' AS kind, value ->> 'times' AS times, value ->> 'months' AS months, value ->> 'members' AS members,
         value -> 'units' AS units FROM json_each(:duties)
), number AS MATERIALIZED (
  SELECT 1 AS n, :year || '-01' AS month UNION ALL SELECT n + 1, printf('%s-%02d', :year, n + 1) FROM number WHERE n < 12
), period AS MATERIALIZED (
  -- Those that have ended, from the first month on in which the records speak of such meetings at all.
  SELECT duty.*, first.month AS first, last.month AS month
    FROM duty JOIN number AS last ON last.n % months = 0 JOIN number AS first ON first.n = last.n - months + 1
   WHERE times > 0 AND date(last.month || '-01', '+1 month', '-1 day') <= :as_of
     AND first.month >= (SELECT min(month) FROM activity_under WHERE part_id = '' AND kind IN (SELECT kind FROM duty))
), unseen AS MATERIALIZED (
  SELECT unit_id, kind, due_date, rank, times - known AS missed FROM (
    SELECT tree.unit_id, duty.kind, date(period.month || '-01', '+1 month', '-1 day') AS due_date, tree.rank, duty.times,
           (SELECT total(activities) FROM activity_count AS one
             WHERE one.unit_id = tree.unit_id AND one.kind = duty.kind AND one.month BETWEEN period.first AND period.month) AS known
      FROM unit_tree AS tree CROSS JOIN unit USING (unit_id) CROSS JOIN duty CROSS JOIN json_each(duty.units) AS owed ON owed.value = unit.kind
      LEFT JOIN person_count ON person_count.unit_id = tree.unit_id CROSS JOIN period ON period.kind = duty.kind
     WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope) AND (:branch IS NULL OR tree.unit_id = :branch)
       AND coalesce(person_count.members, 0) >= duty.members AND (:kind IS NULL OR duty.kind = :kind) AND (:month IS NULL OR period.month = :month)
       AND (:state IS NULL OR :state IN ('unseen', 'lacking', 'due')))
   WHERE times > known
), counted AS (
  SELECT sum(CASE :state WHEN 'late' THEN late WHEN 'in_time' THEN iif(open_since = '', activities - late, 0)
                         WHEN 'held' THEN iif(open_since = '', activities, 0)
                         WHEN 'overdue' THEN iif(open_since <> '' AND open_since <= :as_of, activities, 0)
                         WHEN 'lacking' THEN iif(open_since <> '' AND open_since <= :as_of, activities, 0)
                         WHEN 'ahead' THEN iif(open_since <> '' AND coalesce(open_since > :as_of, 1), activities, 0)
                         WHEN 'due' THEN iif(open_since = '' OR open_since <= :as_of, activities, 0)
                         ELSE iif(:state IS NULL, activities, 0) END) FILTER (WHERE part_id = coalesce(:unit, '')) AS total,
         sum(activities) FILTER (WHERE part_id = '') AS whole
    FROM activity_under WHERE part_id IN ('', :unit) AND substr(month, 1, 4) = :year AND (:month IS NULL OR month = :month)
     AND kind IN (SELECT kind FROM duty) AND (:kind IS NULL OR kind = :kind)
), way AS MATERIALIZED (
  -- Day by day until the page is full, where the meetings looked for are not so rare that all of them are found sooner.
  SELECT coalesce(total, 0) + (SELECT total(missed) FROM unseen) AS total, coalesce(total * 9 > whole, 0) AND :branch IS NULL AS wide,
         coalesce(:search, :branch) IS NULL AND (:state IS NULL OR :state NOT IN ('counted', 'unmarked')) AS known,
         coalesce(coalesce(:search, :branch) IS NULL AND (:state IS NULL OR :state NOT IN ('counted', 'unmarked'))
                  AND coalesce(:sort, 'due_date') = 'due_date' AND NOT coalesce(:descending, 0)
                  AND (:limit + coalesce(:offset, 0)) * whole < total * total, 0) AS walk
    FROM counted
), stated AS NOT MATERIALIZED (
  SELECT *, CASE WHEN held_date > due_date THEN 'late' WHEN held_date IS NOT NULL THEN 'in_time'
                 WHEN due_date <= :as_of THEN 'overdue' ELSE 'ahead' END AS state FROM activity
), chosen AS NOT MATERIALIZED (
  SELECT * FROM stated
   WHERE kind IN (SELECT kind FROM duty) AND substr(due_date, 1, 4) = :year AND (:kind IS NULL OR kind = :kind)
     AND (:month IS NULL OR substr(due_date, 1, 7) = :month) AND (:branch IS NULL OR unit_id = :branch)
     AND CASE :state WHEN 'held' THEN held_date IS NOT NULL WHEN 'due' THEN state <> 'ahead' WHEN 'lacking' THEN state = 'overdue'
              WHEN 'counted' THEN expected + attended IS NOT NULL WHEN 'unmarked' THEN held_date IS NOT NULL AND expected + attended IS NULL
              ELSE :state IS NULL OR state = :state END
), until AS MATERIALIZED (
  SELECT due_date FROM chosen CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE due_date BETWEEN coalesce(:month, :year) AND :year || '~' AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
   ORDER BY due_date LIMIT (SELECT walk FROM way) OFFSET :limit + coalesce(:offset, 0) - 1
), seen AS (
  SELECT activity_id, unit_id, kind, title, chosen.due_date, held_date, expected, attended, state
    FROM until CROSS JOIN chosen WHERE chosen.due_date BETWEEN coalesce(:month, :year) AND until.due_date
  UNION ALL
  SELECT activity_id, unit_id, kind, title, due_date, held_date, expected, attended, state
    FROM way CROSS JOIN chosen WHERE NOT EXISTS (SELECT 1 FROM until) AND wide AND due_date BETWEEN coalesce(:month, :year) AND :year || '~'
  UNION ALL
  SELECT activity_id, unit_id, kind, title, due_date, held_date, expected, attended, state
    FROM way CROSS JOIN unit_tree AS tree CROSS JOIN chosen USING (unit_id)
   WHERE NOT EXISTS (SELECT 1 FROM until) AND NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
  UNION ALL
  SELECT NULL, unit_id, kind, NULL, due_date, NULL, NULL, NULL, 'unseen' FROM unseen JOIN number ON n <= missed
), keyed AS MATERIALIZED (
  SELECT activity_id, seen.unit_id, seen.kind, seen.due_date, tree.rank,
         CASE :sort WHEN 'activity_id' THEN activity_id WHEN 'unit' THEN rank WHEN 'kind' THEN seen.kind WHEN 'title' THEN title
                    WHEN 'held_date' THEN held_date WHEN 'state' THEN state
                    WHEN 'days' THEN CASE WHEN held_date > due_date THEN CAST(julianday(held_date) - julianday(due_date) AS INTEGER)
                                          WHEN held_date IS NULL AND due_date < :as_of THEN CAST(julianday(:as_of) - julianday(due_date) AS INTEGER) END
                    WHEN 'expected' THEN expected WHEN 'attended' THEN attended WHEN 'rate' THEN attended * 1.0 / nullif(expected, 0) ELSE due_date END AS key
    FROM seen CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:search IS NULL OR instr(coalesce(title, ''), :search) OR instr(coalesce(activity_id, ''), :search)
          OR instr((SELECT name FROM unit WHERE unit.unit_id = seen.unit_id), :search))
), page AS MATERIALIZED (
  SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, kind, activity_id
   LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
)
SELECT page.activity_id, unit.name AS unit, page.kind, title, page.due_date, held_date, iif(page.activity_id IS NULL, 'unseen', state) AS state,
       CASE WHEN held_date > page.due_date THEN CAST(julianday(held_date) - julianday(page.due_date) AS INTEGER)
            WHEN held_date IS NULL AND page.due_date < :as_of THEN CAST(julianday(:as_of) - julianday(page.due_date) AS INTEGER) END AS days,
       expected, attended, attended * 1.0 / nullif(expected, 0) AS rate,
       CAST(iif(known, total, (SELECT count(*) FROM keyed)) AS INTEGER) AS total
  FROM page CROSS JOIN way CROSS JOIN unit USING (unit_id) LEFT JOIN stated ON stated.activity_id = page.activity_id
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, page.kind, page.activity_id
