-- Person-times one by one: each person at each course, the best of the attempts, a page at a time; `total` is how many.
-- zh: 参训名单：每人每班次一行（取最好的一次），可分页、排序、搜索。
-- unit: unit_id; only its subtree's people
-- year: calendar year of the courses' start
-- audience: level of the courses
-- mandatory: 1 for mandatory courses only
-- status: a status; or started (all but those not started), unfinished (all but those completed), overdue (the course is over, and not completed), over_leave
-- until: those completed up to this month, such as 2018-06
-- as_of: the day before which a course must have ended for it to be overdue
-- leave: the share of a course's hours that may be missed on leave
-- search: part of a name, an id, a unit's name or a course's title
-- sort: person_id, name, unit, course, audience, status, attempts, hours, missed, end_date or done_date
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT done.person_id, person.name, unit.name AS unit, course.title AS course, course.course_id, coalesce(course.audience, 'other') AS audience, done.status,
         1 + (SELECT count(*) FROM superseded_attempt AS other
               WHERE other.person_id = done.person_id AND other.course_id = done.course_id) AS attempts,
         coalesce(done.hours_done, iif(done.status = 'completed', course.hours, NULL)) AS hours,
         iif(done.status = 'leave' AND course.mode IS NOT 'online' AND course.hours > 0, max(0, 1 - coalesce(done.hours_done, 0) / course.hours), NULL) AS missed,
         coalesce(course.end_date, course.start_date) AS end_date,
         iif(done.status = 'completed', coalesce(done.completed_date, course.end_date, course.start_date), NULL) AS done_date, tree.rank
    FROM course CROSS JOIN best_attempt AS done USING (course_id)
    JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:year IS NULL OR substr(course.start_date, 1, 4) = :year)
     AND (:audience IS NULL OR coalesce(course.audience, 'other') = :audience) AND (:mandatory IS NULL OR course.mandatory = :mandatory)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(person.name, :search) OR instr(done.person_id, :search) OR instr(unit.name, :search) OR instr(course.title, :search))
), chosen AS (
  SELECT * FROM found
   WHERE CASE :status WHEN 'started' THEN status <> 'enrolled' WHEN 'unfinished' THEN status <> 'completed' WHEN 'overdue' THEN status <> 'completed' AND end_date < :as_of
                      WHEN 'over_leave' THEN missed > :leave + 1e-9 ELSE :status IS NULL OR status = :status END
     AND (:until IS NULL OR substr(done_date, 1, 7) <= :until)
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'course' THEN course
                       WHEN 'audience' THEN audience WHEN 'status' THEN status WHEN 'attempts' THEN attempts WHEN 'hours' THEN hours
                       WHEN 'missed' THEN missed WHEN 'done_date' THEN done_date ELSE end_date END AS key FROM chosen
)
SELECT person_id, name, unit, course, audience, status, attempts, hours, missed, end_date, done_date, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id, course_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
