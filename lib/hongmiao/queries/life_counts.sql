-- Meetings that an office asks for, of each group below a unit or of each unit named, by kind and month: held in time or
-- late, overdue (recorded, due by a day and not held), not yet due, and unseen (owed in a period that has ended, and nowhere
-- in the records; the month is the period's last); and who came: present of those expected, and held ones where it is unknown.
-- zh: 各组织、各类、各月组织生活按时、逾期召开、到期未召开和未见记录的次数，以及到会人次；未见记录按策略应召开而台账没有。
-- unit: unit_id; its children are compared, all that lies under each counted
-- units: JSON list of unit_ids to count one by one, instead
-- year: calendar year of the day due
-- as_of: the day by which what was due is overdue
-- duties: JSON list of what is owed: kind, times, months (in a period), units (kinds of them), members (at least so many)
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
  SELECT unit_id, group_id, group_name, group_kind FROM unit_group WHERE :units IS NULL AND scope_id = coalesce(:unit, '')
  UNION ALL
  SELECT unit_id, unit_id, name, kind FROM unit WHERE unit_id IN (SELECT value FROM json_each(:units))
), known AS (
  SELECT among.*, duty.kind, period.month, duty.times - (
           SELECT total(activities) FROM activity_count AS one
            WHERE one.unit_id = among.unit_id AND one.kind = duty.kind AND one.month BETWEEN period.first AND period.month) AS unseen
    FROM duty CROSS JOIN json_each(duty.units) AS owed CROSS JOIN among CROSS JOIN unit ON unit.unit_id = among.unit_id AND unit.kind = owed.value
    LEFT JOIN person_count ON person_count.unit_id = among.unit_id CROSS JOIN period ON period.kind = duty.kind
   WHERE coalesce(person_count.members, 0) >= duty.members
), counted AS (
  SELECT group_id, group_name, group_kind, month, kind, open_since, activities, late, present, expected, unmarked, 0 AS unseen
    FROM unit_part CROSS JOIN activity_under AS count USING (part_id)
   WHERE :units IS NULL AND scope_id = coalesce(:unit, '') AND month BETWEEN :year || '-01' AND :year || '-12' AND kind IN (SELECT kind FROM duty)
   UNION ALL
  SELECT group_id, group_name, group_kind, month, kind, open_since, activities, late, present, expected, unmarked, 0
    FROM among CROSS JOIN activity_count AS count USING (unit_id)
   WHERE :units IS NOT NULL AND kind IN (SELECT kind FROM duty) AND month BETWEEN :year || '-01' AND :year || '-12'
   UNION ALL
  SELECT group_id, group_name, group_kind, month, kind, '', 0, 0, 0, 0, 0, unseen FROM known WHERE unseen > 0
)
SELECT group_id, group_name, group_kind, kind, month, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
       sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue, CAST(sum(unseen) AS INTEGER) AS unseen,
       sum(iif(open_since <> '' AND open_since > :as_of, activities, 0)) AS ahead,
       sum(present) AS present, sum(expected) AS expected, sum(unmarked) AS unmarked
  FROM counted
 GROUP BY group_id, kind, month
 ORDER BY group_id, kind, month
