-- The years for which there are courses, latest first.
-- zh: 有班次的年度，最新的在前。
SELECT year, sum(courses) AS courses, sum(planned_persontimes) AS planned_persontimes
  FROM training_plan WHERE year <> '' GROUP BY year ORDER BY year DESC
