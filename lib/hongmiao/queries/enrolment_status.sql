-- Enrolments by status and grade: person-times (every attempt a row of its own) and the persons behind them.
-- zh: 参训状态与成绩等次的人次和人数（每次参训单独计）。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the course's start
SELECT enrolment.status, enrolment.grade, count(*) AS persontimes, count(DISTINCT enrolment.person_id) AS persons
  FROM enrolment JOIN person USING (person_id) JOIN course USING (course_id) JOIN unit_tree USING (unit_id)
 WHERE (:year IS NULL OR substr(course.start_date, 1, 4) = :year)
   AND (:unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                  AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
 GROUP BY enrolment.status, enrolment.grade
 ORDER BY persontimes DESC
