-- Activities by month due and kind: held in time or late, overdue (due by a day and not held), not yet due, and who came.
-- zh: 各月各类活动按时、逾期开展和未开展的次数，以及实到、应到人次。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the day due
-- as_of: the day by which what was due is overdue
SELECT month, kind, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
       sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue,
       sum(iif(open_since <> '' AND open_since > :as_of, activities, 0)) AS ahead,
       sum(attended) AS attended, sum(present) AS present, sum(expected) AS expected
  FROM activity_under
 WHERE (:year IS NULL OR substr(month, 1, 4) = :year)
   AND part_id = coalesce(:unit, '')
 GROUP BY month, kind
 ORDER BY month, kind
