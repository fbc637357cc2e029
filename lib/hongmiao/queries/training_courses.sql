-- Courses with planned, enrolled and completed person-times, a page at a time; `total` is how many in all.
-- zh: 班次清单：计划、参训、完成人次，可分页、排序、搜索。
-- unit: unit_id; only its subtree's people count
-- year: calendar year of the courses' start
-- audience: level of the courses
-- search: part of a title, an id or a theme
-- sort: course_id, title, audience, mode, start_date, hours, planned, enrolled, completed or rate
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH done AS (
  SELECT course_id, sum(persontimes) AS enrolled, sum(persontimes) FILTER (WHERE status = 'completed') AS completed,
         sum(persontimes) FILTER (WHERE status <> 'enrolled') AS started
    FROM course_count JOIN unit_tree USING (unit_id)
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
   GROUP BY course_id
), found AS (
  SELECT course_id, title, audience, mode, start_date, hours, planned_persontimes AS planned,
         coalesce(enrolled, 0) AS enrolled, coalesce(completed, 0) AS completed, completed * 1.0 / nullif(started, 0) AS rate
    FROM course LEFT JOIN done USING (course_id)
   WHERE (:year IS NULL OR substr(start_date, 1, 4) = :year)
     AND (:audience IS NULL OR audience = :audience)
     AND (:search IS NULL OR instr(title, :search) OR instr(course_id, :search) OR instr(coalesce(theme, ''), :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'course_id' THEN course_id WHEN 'title' THEN title WHEN 'audience' THEN audience
                       WHEN 'mode' THEN mode WHEN 'hours' THEN hours WHEN 'planned' THEN planned
                       WHEN 'enrolled' THEN enrolled WHEN 'completed' THEN completed WHEN 'rate' THEN rate
                       ELSE start_date END AS key FROM found
)
SELECT course_id, title, audience, mode, start_date, hours, planned, enrolled, completed, rate, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, course_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
