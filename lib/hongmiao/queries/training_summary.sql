-- The headline figures of a training year: person-times (人次) enrolled, started, completed, overdue (the course is over,
-- and not completed; of mandatory courses apart) and on leave for more than the policy's share; and persons (人), each counted once: enrolled in
-- anything (reached), completed anything (finished), those the levels are for (target) and of these who completed
-- (covered), and all people. The plan is the whole district's.
-- zh: 一年的计划、参训、完成、逾期人次，以及覆盖的人数、应训人数与总人数。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the courses' start
-- audience: level of the courses
-- as_of: the day before which a course must have ended for it to be overdue
-- leave: the share of a course's hours that may be missed on leave
-- targets: a JSON object, the kinds of people that each level is for
WITH target AS MATERIALIZED (
  SELECT DISTINCT CAST(one.value AS INTEGER) AS kind FROM json_each(:targets) AS level JOIN json_each(level.value) AS one
   WHERE :audience IS NULL OR level.key = :audience
), planned AS (
  SELECT sum(planned_persontimes) AS planned FROM training_plan
   WHERE (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience)
), done AS (
  SELECT sum(persontimes) AS enrolled, sum(persontimes) FILTER (WHERE status = 'completed') AS completed,
         sum(persontimes) FILTER (WHERE status <> 'enrolled') AS started
    FROM training_under WHERE part_id = coalesce(:unit, '') AND (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience)
), chosen AS (
  SELECT course_id, mandatory, coalesce(end_date, start_date) AS last_day FROM course
   WHERE (:year IS NULL OR substr(start_date, 1, 4) = :year) AND (:audience IS NULL OR coalesce(audience, 'other') = :audience)
), late AS (
  SELECT sum(persontimes) AS overdue, sum(persontimes) FILTER (WHERE mandatory) AS overdue_mandatory FROM chosen JOIN course_under USING (course_id)
   WHERE last_day < :as_of AND status <> 'completed' AND part_id = coalesce(:unit, '')
), away AS (
  SELECT sum(persontimes) AS over_leave FROM chosen JOIN course_leave_under USING (course_id)
   WHERE missed > :leave + 1e-9 AND part_id = coalesce(:unit, '')
), reach AS (
  SELECT sum(persons) AS reached, sum(completed) AS finished, sum(completed) FILTER (WHERE kind IN target) AS covered
    FROM training_reach_under WHERE year = coalesce(:year, 'all') AND audience = coalesce(:audience, '') AND part_id = coalesce(:unit, '')
), everyone AS (
  SELECT sum(persons) AS people, sum(persons) FILTER (WHERE kind IN target) AS target FROM kind_under WHERE part_id = coalesce(:unit, '')
)
SELECT coalesce(planned, 0) AS planned, coalesce(enrolled, 0) AS enrolled, coalesce(completed, 0) AS completed, coalesce(started, 0) AS started,
       coalesce(overdue, 0) AS overdue, coalesce(overdue_mandatory, 0) AS overdue_mandatory, coalesce(over_leave, 0) AS over_leave, coalesce(reached, 0) AS reached,
       coalesce(finished, 0) AS finished, coalesce(covered, 0) AS covered, coalesce(target, 0) AS target, coalesce(people, 0) AS people
  FROM planned, done, late, away, reach, everyone
