-- People assessed in a period by group, whole points of their score (NULL where there is none) and whether they are judged.
-- zh: 各组考核得分的人数分布。
-- unit: unit_id; its children are compared, all that lies under each counted
-- period: assessment period such as 2018Q2
-- least: judged only where at least so many per cent of the weights have a score
SELECT groups.group_id, groups.group_name, groups.group_kind, points, known >= :least AS judged, sum(persons) AS persons
  FROM assessment_under JOIN unit_part AS groups USING (part_id)
 WHERE groups.scope_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)
 GROUP BY groups.group_id, groups.group_name, groups.group_kind, points, judged ORDER BY groups.group_id, points
