-- How often each activity was booked in a quarter, by its effect: entries, times (an entry without a number counts once)
-- and points.
-- zh: 一个季度各项活动按效果的笔数、次数和积分。
-- unit: unit_id; its whole subtree counts
-- period: quarter such as 2018Q2
SELECT activity, effect, sum(entries) AS entries, sum(times) AS times, sum(points) AS points
  FROM points_count JOIN unit_tree AS tree USING (unit_id)
 WHERE (:period IS NULL OR period = :period)
   AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                       AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
 GROUP BY activity, effect ORDER BY activity, effect
