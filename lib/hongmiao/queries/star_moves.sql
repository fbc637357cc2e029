-- How many people were what in the period before, and are what in this one.
-- zh: 上期与本期评定结果的对照，含未评、免评／不参评和不在名单的人。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
SELECT was, now, sum(persons) AS persons
  FROM star_move_under
 WHERE (:period IS NULL OR period = :period)
   AND part_id = coalesce(:unit, '')
 GROUP BY was, now ORDER BY was, now
