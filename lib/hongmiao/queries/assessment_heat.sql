-- Indicators of a period by group: how many have a score, and how many of those are weak.
-- zh: 各组各项指标的得分项数和弱项数。
-- unit: unit_id; its children are compared, all that lies under each counted
-- period: assessment period such as 2018Q2
-- weak: a score below so many points is weak
SELECT groups.group_id, groups.group_name, groups.group_kind, indicator,
       sum(marks) FILTER (WHERE points IS NOT NULL) AS scored, coalesce(sum(marks) FILTER (WHERE points < :weak), 0) AS weak
  FROM assessment_mark_under JOIN unit_part AS groups USING (part_id)
 WHERE groups.scope_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)
 GROUP BY groups.group_id, groups.group_name, groups.group_kind, indicator ORDER BY groups.group_id, indicator
