-- How many of those rated have which stars, and of how many a reward or a remedy is recorded.
-- zh: 各星级的人数，以及其中有奖惩记录的人数。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
SELECT stars, sum(persons) AS persons, sum(rewarded) AS rewarded
  FROM star_under
 WHERE status = 'rated' AND (:period IS NULL OR period = :period)
   AND part_id = coalesce(:unit, '')
 GROUP BY stars ORDER BY stars DESC
