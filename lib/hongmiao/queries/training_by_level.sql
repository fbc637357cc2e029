-- Planned person-times of each level, and those of courses that had ended by a day (due), beside those enrolled
-- and completed, and the persons reached.
-- zh: 各培训层级的计划、参训、完成人次和覆盖人数。
-- unit: unit_id; its whole subtree counts; the plan is not divided among units and stays the district's
-- year: calendar year of the courses' start
-- as_of: the day by which a course's planned person-times are due, YYYY-MM-DD
WITH plan AS (
  SELECT audience, sum(planned_persontimes) AS planned, sum(courses) AS courses
    FROM training_plan WHERE :year IS NULL OR year = :year GROUP BY audience
), ended AS (
  SELECT coalesce(audience, 'other') AS audience, sum(planned_persontimes) AS due
    FROM course WHERE coalesce(end_date, start_date) <= :as_of AND (:year IS NULL OR substr(start_date, 1, 4) = :year)
   GROUP BY 1
), done AS (
  SELECT audience, sum(persontimes) AS enrolled, sum(persontimes) FILTER (WHERE status = 'completed') AS completed
    FROM training_under WHERE part_id = coalesce(:unit, '') AND (:year IS NULL OR year = :year) GROUP BY audience
), reach AS (
  SELECT audience, sum(persons) AS persons FROM training_reach_under
   WHERE part_id = coalesce(:unit, '') AND audience <> '' AND year = coalesce(:year, 'all') GROUP BY audience
), level AS (
  SELECT audience FROM plan UNION SELECT audience FROM done
)
SELECT audience, coalesce(courses, 0) AS courses, coalesce(planned, 0) AS planned, coalesce(due, 0) AS due, coalesce(enrolled, 0) AS enrolled,
       coalesce(completed, 0) AS completed, coalesce(persons, 0) AS persons
  FROM level LEFT JOIN plan USING (audience) LEFT JOIN ended USING (audience) LEFT JOIN done USING (audience) LEFT JOIN reach USING (audience)
 ORDER BY planned DESC, enrolled DESC
