-- The headline figures of a training year: person-times (人次) enrolled and completed, and persons (人),
-- each counted once: enrolled in anything (reached), completed anything (finished), and all people.
-- The plan is the whole district's.
-- zh: 一年的计划人次、参训人次、完成人次，以及覆盖的人数与总人数。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the courses' start
-- audience: level of the courses
WITH scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
)
SELECT (SELECT coalesce(sum(planned_persontimes), 0) FROM training_plan
         WHERE (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience)) AS planned,
       (SELECT coalesce(sum(persontimes), 0) FROM training_count WHERE unit_id IN scope AND (:year IS NULL OR year = :year)
           AND (:audience IS NULL OR audience = :audience)) AS enrolled,
       (SELECT coalesce(sum(persontimes), 0) FROM training_count
         WHERE unit_id IN scope AND (:year IS NULL OR year = :year) AND status = 'completed'
           AND (:audience IS NULL OR audience = :audience)) AS completed,
       (SELECT coalesce(sum(persontimes), 0) FROM training_count
         WHERE unit_id IN scope AND (:year IS NULL OR year = :year) AND status <> 'enrolled'
           AND (:audience IS NULL OR audience = :audience)) AS started,
       (SELECT count(DISTINCT person_id) FROM enrolment JOIN person USING (person_id) JOIN course USING (course_id)
         WHERE :year IS NULL AND unit_id IN scope AND (:audience IS NULL OR audience = :audience))
         + (SELECT coalesce(sum(persons), 0) FROM training_reach WHERE unit_id IN scope AND audience = coalesce(:audience, '') AND year = :year) AS reached,
       (SELECT count(DISTINCT person_id) FROM enrolment JOIN person USING (person_id) JOIN course USING (course_id)
         WHERE :year IS NULL AND unit_id IN scope AND status = 'completed' AND (:audience IS NULL OR audience = :audience))
         + (SELECT coalesce(sum(completed), 0) FROM training_reach WHERE unit_id IN scope AND audience = coalesce(:audience, '') AND year = :year) AS finished,
       (SELECT coalesce(sum(persons), 0) FROM person_count WHERE unit_id IN scope) AS people
