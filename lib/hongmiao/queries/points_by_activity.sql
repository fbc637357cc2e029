-- How often each activity was booked in a quarter, by its effect: entries, times (an entry without a number counts once)
-- and points.
-- zh: 一个季度各项活动按效果的笔数、次数和积分。
-- unit: unit_id; its whole subtree counts
-- period: quarter such as 2018Q2
SELECT activity, effect, sum(entries) AS entries, sum(times) AS times, sum(points) AS points
  FROM points_under
 WHERE (:period IS NULL OR period = :period)
   AND part_id = coalesce(:unit, '')
 GROUP BY activity, effect ORDER BY activity, effect
