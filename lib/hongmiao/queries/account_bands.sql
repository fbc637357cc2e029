-- Accounts of each group by their balance in a quarter: help (below the help threshold), watch (below the applicants'),
-- under (below the base), base (nothing booked), over (at or above the base); the group with the most points first.
-- zh: 各组红色账户按季度余额分段的人数。
-- unit: unit_id; its children are compared, all that lies under each counted
-- period: quarter such as 2018Q2
-- base: points that every account begins the quarter with
-- help: balance below which the branch gives help
-- limit_applicant: balance below which an applicant is in danger
WITH counted AS (
  SELECT groups.group_id, groups.group_name, groups.group_kind,
         CASE WHEN NOT booked THEN 'base' WHEN points < :help - :base THEN 'help'
              WHEN points < :limit_applicant - :base THEN 'watch' WHEN points < 0 THEN 'under' ELSE 'over' END AS band,
         sum(persons) AS persons, sum(total) AS total
    FROM account_under JOIN unit_part AS groups USING (part_id)
   WHERE groups.scope_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)
   GROUP BY groups.group_id, band
)
SELECT group_id, group_name, group_kind, band, persons,
       sum(total) OVER members / sum(persons) OVER members AS mean_points
  FROM counted
WINDOW members AS (PARTITION BY group_id)
 ORDER BY mean_points DESC, group_id, band
