-- The courses of a year with the person-times of one unit's people: enrolled, started, completed and absent.
-- zh: 一年的班次，以及一个组织的人员在各班次的报名、开训、完成和缺勤人次。
-- unit: unit_id; only its subtree's people count; the plan is not divided among units and stays the district's
-- year: calendar year of the courses' start
WITH done AS (
  SELECT course_id, sum(persontimes) AS enrolled, sum(persontimes) FILTER (WHERE status = 'completed') AS completed,
         sum(persontimes) FILTER (WHERE status <> 'enrolled') AS started, sum(persontimes) FILTER (WHERE status = 'absent') AS absent
    FROM course_under
   WHERE part_id = coalesce(:unit, '')
   GROUP BY course_id
)
SELECT course_id, title, audience, mode, start_date, end_date, hours, planned_persontimes AS planned, coalesce(enrolled, 0) AS enrolled,
       coalesce(started, 0) AS started, coalesce(completed, 0) AS completed, coalesce(absent, 0) AS absent
  FROM course LEFT JOIN done USING (course_id)
 WHERE :year IS NULL OR substr(start_date, 1, 4) = :year
 ORDER BY start_date, course_id
