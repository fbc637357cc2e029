-- Each pair of raters over the persons that both scored: how many are scored higher by the first, much alike, or lower,
-- and the sum of the differences; step_points is how many points a step of the comparison is.
-- zh: 评分主体两两比较（同一批人）：偏高、相近、偏低的人数和分差合计。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
-- steps: twentieths of the range of scores within which two scores are much alike
SELECT rater, other, CASE WHEN abs(step) <= :steps THEN 'near' WHEN step > 0 THEN 'higher' ELSE 'lower' END AS gap_kind,
       sum(persons) AS persons, sum(gap) AS gap, max((high - low) / 20) AS step_points
  FROM rater_gap_under JOIN score_range USING (period)
 WHERE (:period IS NULL OR period = :period)
   AND part_id = coalesce(:unit, '')
 GROUP BY rater, other, 3 ORDER BY rater, other, 3
