-- People assessed in each period by whole points of their score (NULL where there is none) and whether they are judged.
-- zh: 各周期考核得分的人数分布。
-- unit: unit_id; its whole subtree counts
-- least: judged only where at least so many per cent of the weights have a score
SELECT period, points, known >= :least AS judged, sum(persons) AS persons
  FROM assessment_under
 WHERE part_id = coalesce(:unit, '')
 GROUP BY period, points, judged ORDER BY period, points
