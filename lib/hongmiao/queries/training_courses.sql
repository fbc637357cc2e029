-- Courses with planned, enrolled, completed and absent person-times, a page at a time; `total` is how many in all.
-- `fill` is the share of the planned person-times that is enrolled, everybody counted, whatever the unit.
-- zh: 班次清单：计划、参训、完成、缺勤人次和满员率，可分页、排序、搜索。
-- unit: unit_id; only its subtree's people count
-- year: calendar year of the courses' start
-- audience: level of the courses
-- search: part of a title, an id or a theme
-- sort: course_id, title, audience, mode, start_date, end_date, hours, planned, fill, enrolled, completed, rate or absent
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH done AS (
  SELECT course_id, sum(persontimes) AS enrolled, sum(persontimes) FILTER (WHERE status = 'completed') AS completed,
         sum(persontimes) FILTER (WHERE status <> 'enrolled') AS started, sum(persontimes) FILTER (WHERE status = 'absent') AS absent
    FROM course_under
   WHERE part_id = coalesce(:unit, '')
   GROUP BY course_id
), taken AS (
  SELECT course_id, sum(persontimes) AS everybody FROM course_under WHERE part_id = '' GROUP BY course_id
), found AS (
  SELECT course_id, title, audience, mode, start_date, end_date, hours, planned_persontimes AS planned,
         coalesce(everybody, 0) * 1.0 / nullif(planned_persontimes, 0) AS fill, coalesce(enrolled, 0) AS enrolled,
         coalesce(completed, 0) AS completed, coalesce(completed, 0) * 1.0 / nullif(started, 0) AS rate, coalesce(absent, 0) AS absent
    FROM course LEFT JOIN done USING (course_id) LEFT JOIN taken USING (course_id)
   WHERE (:year IS NULL OR substr(start_date, 1, 4) = :year)
     AND (:audience IS NULL OR coalesce(audience, 'other') = :audience)
     AND (:search IS NULL OR instr(title, :search) OR instr(course_id, :search) OR instr(coalesce(theme, ''), :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'course_id' THEN course_id WHEN 'title' THEN title WHEN 'audience' THEN audience
                       WHEN 'mode' THEN mode WHEN 'end_date' THEN end_date WHEN 'fill' THEN fill WHEN 'absent' THEN absent WHEN 'hours' THEN hours WHEN 'planned' THEN planned
                       WHEN 'enrolled' THEN enrolled WHEN 'completed' THEN completed WHEN 'rate' THEN rate
                       ELSE start_date END AS key FROM found
)
SELECT course_id, title, audience, mode, start_date, end_date, hours, planned, fill, enrolled, completed, rate, absent, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, course_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
