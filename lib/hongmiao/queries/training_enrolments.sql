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
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), taught AS MATERIALIZED (
  SELECT course_id, title, coalesce(audience, 'other') AS audience, coalesce(end_date, start_date) AS end_date, hours, mode FROM course
   WHERE (:year IS NULL OR substr(start_date, 1, 4) = :year)
     AND (:audience IS NULL OR coalesce(audience, 'other') = :audience) AND (:mandatory IS NULL OR mandatory = :mandatory)
), counted AS (
  SELECT end_date, persontimes FROM taught CROSS JOIN course_under AS one ON one.part_id = coalesce(:unit, '') AND one.course_id = taught.course_id
   WHERE CASE :status WHEN 'started' THEN status <> 'enrolled' WHEN 'unfinished' THEN status <> 'completed' WHEN 'over_leave' THEN 0
                      WHEN 'overdue' THEN status <> 'completed' AND end_date < :as_of ELSE :status IS NULL OR status = :status END
  UNION ALL
  SELECT end_date, persontimes FROM taught CROSS JOIN course_leave_under AS one ON one.part_id = coalesce(:unit, '') AND one.course_id = taught.course_id
   WHERE :status = 'over_leave' AND missed > :leave + 1e-9
), days AS MATERIALIZED (
  -- How many come before each day, and with it: so it is known on which days the page lies.
  SELECT end_date, persontimes, sum(persontimes) OVER (ORDER BY end_date IS NULL, end_date) AS through
    FROM (SELECT end_date, sum(persontimes) AS persontimes FROM counted GROUP BY end_date)
), way AS MATERIALIZED (
  SELECT (SELECT coalesce(max(through), 0) FROM days) AS total, coalesce(:search, :until) IS NULL AS known,
         coalesce(coalesce(:search, :until) IS NULL AND coalesce(:sort, 'end_date') = 'end_date' AND NOT coalesce(:descending, 0) AND :limit > 0, 0) AS bound,
         (SELECT persons FROM person_under WHERE part_id = coalesce(:unit, '')) AS persons,
         (SELECT persons FROM person_under WHERE part_id = '') AS everybody
), day AS MATERIALIZED (
  -- The one day that the whole page is of, where not too many people have to be walked by to fill it.
  SELECT end_date, coalesce(:offset, 0) - through + persontimes AS skipped FROM days CROSS JOIN way
   WHERE bound AND through - persontimes <= coalesce(:offset, 0) AND :limit + coalesce(:offset, 0) <= through
     AND persons * 1.0 * min(1, (:limit + coalesce(:offset, 0) - through + persontimes) * 1.0 / persontimes) < 20000
), found AS NOT MATERIALIZED (
  SELECT done.person_id, done.course_id, done.attempt, taught.title, taught.audience, taught.end_date, done.status,
         coalesce(done.hours_done, iif(done.status = 'completed', taught.hours, NULL)) AS hours,
         iif(done.status = 'leave' AND taught.mode IS NOT 'online' AND taught.hours > 0, max(0, 1 - coalesce(done.hours_done, 0) / taught.hours), NULL) AS missed,
         iif(done.status = 'completed', coalesce(done.completed_date, taught.end_date), NULL) AS done_date
    FROM enrolment AS done CROSS JOIN taught USING (course_id)
), chosen AS NOT MATERIALIZED (
  SELECT * FROM found
   WHERE CASE :status WHEN 'started' THEN status <> 'enrolled' WHEN 'unfinished' THEN status <> 'completed' WHEN 'overdue' THEN status <> 'completed' AND end_date < :as_of
                      WHEN 'over_leave' THEN missed > :leave + 1e-9 ELSE :status IS NULL OR status = :status END
     AND (:until IS NULL OR substr(done_date, 1, 7) <= :until)
     AND NOT EXISTS (SELECT 1 FROM superseded_attempt AS other
                      WHERE other.person_id = found.person_id AND other.course_id = found.course_id AND other.attempt = found.attempt)
), held AS MATERIALIZED (
  SELECT course_id FROM taught CROSS JOIN day WHERE taught.end_date IS day.end_date
), walked AS (
  SELECT person_id, course_id, attempt, rank, end_date AS key
    FROM unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN chosen USING (person_id)
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND EXISTS (SELECT 1 FROM course_count AS one WHERE one.course_id IN held AND one.unit_id = tree.unit_id) AND course_id IN held
   ORDER BY rank, person_id, course_id LIMIT iif(EXISTS (SELECT 1 FROM day), :limit, 0) OFFSET coalesce((SELECT skipped FROM day), 0)
), among AS MATERIALIZED (
  SELECT course_id FROM taught CROSS JOIN way
   WHERE NOT EXISTS (SELECT 1 FROM day)
     AND (NOT bound OR EXISTS (SELECT 1 FROM days WHERE days.end_date IS taught.end_date
                                  AND through > coalesce(:offset, 0) AND through - persontimes < :limit + coalesce(:offset, 0)))
), hit AS MATERIALIZED (
  SELECT person_id FROM person
   WHERE :search IS NOT NULL AND (instr(name, :search) OR instr(person_id, :search) OR unit_id IN (SELECT unit_id FROM unit WHERE instr(name, :search)))
), titled AS MATERIALIZED (
  SELECT course_id FROM among JOIN taught USING (course_id) WHERE instr(title, :search)
), few AS MATERIALIZED (
  -- Few people are found by what is sought: these person by person, all others only at courses that are found by it.
  SELECT :search IS NOT NULL AND 9 * (SELECT count(*) FROM hit) <= everybody AS hits, persons * 9 <= everybody AS members FROM way
), seen AS (
  SELECT chosen.* FROM few CROSS JOIN among CROSS JOIN chosen USING (course_id) WHERE NOT hits AND NOT members
     AND (:search IS NULL OR course_id IN titled OR person_id IN hit)
  UNION ALL
  SELECT chosen.* FROM few CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN chosen USING (person_id)
   WHERE NOT hits AND members AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND course_id IN among AND (:search IS NULL OR course_id IN titled OR person_id IN hit)
  UNION ALL
  SELECT chosen.* FROM few CROSS JOIN hit CROSS JOIN chosen USING (person_id) WHERE hits AND +course_id IN among
  UNION ALL
  SELECT chosen.* FROM few CROSS JOIN titled CROSS JOIN chosen USING (course_id) WHERE hits AND person_id NOT IN hit
), keyed AS MATERIALIZED (
  SELECT seen.person_id, course_id, attempt, rank,
         CASE :sort WHEN 'person_id' THEN seen.person_id WHEN 'name' THEN person.name WHEN 'unit' THEN rank WHEN 'course' THEN title
                    WHEN 'audience' THEN audience WHEN 'status' THEN status WHEN 'hours' THEN hours WHEN 'missed' THEN missed WHEN 'done_date' THEN done_date
                    WHEN 'attempts' THEN 1 + (SELECT count(*) FROM superseded_attempt AS other WHERE other.person_id = seen.person_id AND other.course_id = seen.course_id)
                    ELSE end_date END AS key
    FROM seen CROSS JOIN person USING (person_id) CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
), skipped AS MATERIALIZED (
  SELECT coalesce(:offset, 0) - iif(bound, coalesce((SELECT max(through) FROM days WHERE through <= coalesce(:offset, 0)), 0), 0) AS rows FROM way
), page AS MATERIALIZED (
  SELECT * FROM (SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id, course_id
                  LIMIT coalesce(:limit, -1) OFFSET (SELECT rows FROM skipped))
  UNION ALL
  SELECT * FROM walked
)
SELECT person_id, person.name, unit.name AS unit, title AS course, audience, status,
       1 + (SELECT count(*) FROM superseded_attempt AS other WHERE other.person_id = page.person_id AND other.course_id = page.course_id) AS attempts,
       hours, missed, end_date, done_date, iif(known, total, (SELECT count(*) FROM keyed)) AS total
  FROM page CROSS JOIN way CROSS JOIN found USING (person_id, course_id, attempt) CROSS JOIN person USING (person_id) CROSS JOIN unit USING (unit_id)
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id, course_id
