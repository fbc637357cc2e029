-- The units that owe meetings or have them on record, each one row: held in time and late, overdue, unseen, not yet due, the
-- shares held and attended; a share of nothing is empty. `total` is how many there are in all.
-- zh: 各支部（组织）组织生活情况：按时、逾期、到期未召开、未见记录、未到期次数，召开率和到会率，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the day due
-- kind: kind of meeting
-- lacking: 1 for those with something overdue or unseen
-- as_of: the day by which what was due is overdue
-- duties: JSON list of what is owed: kind, times, months (in a period), units (kinds of them), members (at least so many)
-- search: part of a name or an id
-- sort: unit_id, unit, town, due, in_time, late, overdue, unseen, ahead, held, rate or unmarked
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH RECURSIVE duty AS MATERIALIZED (
  SELECT value ->> 'kind' AS kind, value ->> 'times' AS times, value ->> 'months' AS months, value ->> 'members' AS members,
         value -> 'units' AS units FROM json_each(:duties)
), calendar AS MATERIALIZED (
  SELECT 1 AS n, :year || '-01' AS month UNION ALL SELECT n + 1, printf('%s-%02d', :year, n + 1) FROM calendar WHERE n < 12
), period AS MATERIALIZED (
  -- Those that have ended, from the first month on in which the records speak of such meetings at all.
  SELECT duty.*, first.month AS first, last.month AS month
    FROM duty JOIN calendar AS last ON last.n % months = 0 JOIN calendar AS first ON first.n = last.n - months + 1
   WHERE times > 0 AND date(last.month || '-01', '+1 month', '-1 day') <= :as_of
     AND first.month >= (SELECT min(month) FROM activity_under WHERE part_id = '' AND kind IN (SELECT kind FROM duty))
), among AS MATERIALIZED (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), known AS (
  SELECT among.unit_id, duty.times - (
           SELECT total(activities) FROM activity_count AS one
            WHERE one.unit_id = among.unit_id AND one.kind = duty.kind AND one.month BETWEEN period.first AND period.month) AS unseen
    FROM duty CROSS JOIN json_each(duty.units) AS owed CROSS JOIN among CROSS JOIN unit ON unit.unit_id = among.unit_id AND unit.kind = owed.value
    LEFT JOIN person_count ON person_count.unit_id = among.unit_id CROSS JOIN period ON period.kind = duty.kind
   WHERE coalesce(person_count.members, 0) >= duty.members AND (:kind IS NULL OR duty.kind = :kind)
), counted AS (
  SELECT unit_id, open_since, activities, late, present, expected, unmarked, 0 AS unseen
    FROM among CROSS JOIN activity_count AS count USING (unit_id)
   WHERE kind IN (SELECT kind FROM duty) AND (:kind IS NULL OR kind = :kind) AND month BETWEEN :year || '-01' AND :year || '-12'
   UNION ALL
  SELECT unit_id, '', 0, 0, 0, 0, 0, unseen FROM known WHERE unseen > 0
), summed AS (
  SELECT unit_id, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
         sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue, CAST(sum(unseen) AS INTEGER) AS unseen,
         sum(iif(open_since <> '' AND open_since > :as_of, activities, 0)) AS ahead,
         sum(present) AS present, sum(expected) AS expected, sum(unmarked) AS unmarked
    FROM counted GROUP BY unit_id
), measured AS (
  SELECT summed.unit_id, unit.name AS unit, town.name AS town, in_time + late + overdue + unseen AS due, in_time, late, overdue, unseen,
         ahead, (in_time + late) * 1.0 / nullif(in_time + late + overdue + unseen, 0) AS held, present * 1.0 / nullif(expected, 0) AS rate,
         unmarked, tree.rank
    FROM summed JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id) LEFT JOIN unit AS town ON town.unit_id = tree.town_id
), keyed AS (
  SELECT *, CASE :sort WHEN 'unit_id' THEN unit_id WHEN 'unit' THEN unit WHEN 'town' THEN town WHEN 'due' THEN due WHEN 'in_time' THEN in_time
                       WHEN 'late' THEN late WHEN 'overdue' THEN overdue WHEN 'unseen' THEN unseen WHEN 'ahead' THEN ahead
                       WHEN 'held' THEN held WHEN 'rate' THEN rate WHEN 'unmarked' THEN unmarked ELSE -overdue - unseen END AS key
    FROM measured
   WHERE (:lacking IS NULL OR overdue + unseen > 0) AND (:search IS NULL OR instr(unit, :search) OR instr(unit_id, :search))
)
SELECT unit_id, unit, town, due, in_time, late, overdue, unseen, ahead, held, rate, unmarked, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
