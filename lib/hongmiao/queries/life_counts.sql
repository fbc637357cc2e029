-- Meetings that an office asks for, of each group below a unit or of each unit named, by kind and month: held in time or
-- late, overdue (recorded, due by a day and not held), not yet due, and unseen (owed in a period that has ended, and nowhere
-- in the records; the month is the period's last); and who came: present of those expected, and held ones where it is unknown.
-- zh: 各组织、各类、各月组织生活按时、逾期召开、到期未召开和未见记录的次数，以及到会人次；未见记录按策略应召开而台账没有。
-- unit: unit_id; its children are compared, all that lies under each counted
-- units: JSON list of unit_ids to count one by one, instead
-- year: calendar year of the day due
-- as_of: the day by which what was due is overdue
-- duties: JSON list of what is owed: kind, times, months (in a period), units (kinds of them), members (at least so many)
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
  SELECT unit_id, kind, month, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
         sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue,
         sum(iif(open_since <> '' AND open_since > :as_of, activities, 0)) AS ahead, 0 AS unseen,
         sum(present) AS present, sum(expected) AS expected, sum(unmarked) AS unmarked
    FROM activity_count WHERE substr(month, 1, 4) = :year AND kind IN (SELECT kind FROM duty)
   GROUP BY 1, 2, 3
  UNION ALL
  SELECT unit_id, kind, month, 0, 0, 0, 0, unseen, 0, 0, 0 FROM unseen
), among AS (
  SELECT unit_id, group_id, group_name, group_kind FROM unit_group WHERE :units IS NULL AND scope_id = coalesce(:unit, '')
  UNION ALL
  SELECT unit_id, unit_id, name, kind FROM unit WHERE unit_id IN (SELECT value FROM json_each(:units))
)
SELECT group_id, group_name, group_kind, met.kind, month, sum(in_time) AS in_time, sum(late) AS late, sum(overdue) AS overdue,
       sum(unseen) AS unseen, sum(ahead) AS ahead, sum(present) AS present, sum(expected) AS expected, sum(unmarked) AS unmarked
  FROM among JOIN met USING (unit_id)
 GROUP BY group_id, met.kind, month
 ORDER BY group_id, met.kind, month
