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
  SELECT unit_id, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
         sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue,
         sum(iif(open_since <> '' AND open_since > :as_of, activities, 0)) AS ahead, 0 AS unseen,
         sum(present) AS present, sum(expected) AS expected, sum(unmarked) AS unmarked
    FROM activity_count
   WHERE substr(month, 1, 4) = :year AND kind IN (SELECT kind FROM duty) AND (:kind IS NULL OR kind = :kind)
   GROUP BY 1
  UNION ALL
  SELECT unit_id, 0, 0, 0, 0, sum(unseen), 0, 0, 0 FROM unseen WHERE :kind IS NULL OR kind = :kind GROUP BY 1
), counted AS (
  SELECT unit_id, sum(in_time) AS in_time, sum(late) AS late, sum(overdue) AS overdue, sum(unseen) AS unseen, sum(ahead) AS ahead,
         sum(present) AS present, sum(expected) AS expected, sum(unmarked) AS unmarked
    FROM met GROUP BY unit_id
), measured AS (
  SELECT counted.unit_id, unit.name AS unit, town.name AS town, in_time + late + overdue + unseen AS due, in_time, late, overdue, unseen,
         ahead, (in_time + late) * 1.0 / nullif(in_time + late + overdue + unseen, 0) AS held, present * 1.0 / nullif(expected, 0) AS rate,
         unmarked, tree.rank
    FROM counted JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id) LEFT JOIN unit AS town ON town.unit_id = tree.town_id
   WHERE (:unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                    AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
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
