-- Person-times by level and status, the best attempt of each person at each course.
-- zh: 各培训层级的参训状态人次（同一班次取最好的一次）。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the courses' start
SELECT audience, status, sum(persontimes) AS persontimes
  FROM training_under
 WHERE (:year IS NULL OR year = :year)
   AND part_id = coalesce(:unit, '')
 GROUP BY audience, status
 ORDER BY audience, status
