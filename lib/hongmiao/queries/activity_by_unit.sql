-- Activities of each group below a unit by kind: held in time or late, overdue (due by a day and not held), not yet due,
-- and who came: attended in all, and present and expected where both are known.
-- zh: 各组织、各类活动按时、逾期开展和未开展的次数，以及实到、应到人次。
-- unit: unit_id; its children are compared, all that lies under each counted
-- year: calendar year of the day due
-- as_of: the day by which what was due is overdue
SELECT group_id, group_name, group_kind, kind, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
       sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue,
       sum(iif(open_since <> '' AND open_since > :as_of, activities, 0)) AS ahead,
       sum(attended) AS attended, sum(present) AS present, sum(expected) AS expected
  FROM unit_part JOIN activity_under USING (part_id)
 WHERE scope_id = coalesce(:unit, '') AND (:year IS NULL OR substr(month, 1, 4) = :year)
 GROUP BY group_id, kind
 ORDER BY group_id, kind
