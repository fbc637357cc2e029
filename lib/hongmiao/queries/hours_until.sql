-- The people of a unit who owe hours of training in a year, as they stood on a day: due, done in person and online,
-- counted, missing, and by how much they are short (gap and way as in hours_by_unit).
-- zh: 一个组织截至某日应修学时的人员：应修、线下、网络、计入、差额和达标情况。
-- unit: unit_id; its whole subtree counts
-- year: the calendar year, the last of a duty of several years
-- day: the day up to which hours count, YYYY-MM-DD
-- rules: a JSON list of [kind of people, place of the duty, word that the post holds]; the lowest place that fits counts
-- duties: a JSON list of [key, hours due, calendar years, share of the time that is over]
-- counted: a JSON list of the statuses whose hours count
-- retakes: 1 where every attempt counts, else 0
-- per_day: hours of a day in person without hours
-- online: the share of the hours due that hours online may fill
WITH scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), rule AS MATERIALIZED (
  SELECT CAST(value ->> 0 AS INTEGER) AS kind, CAST(value ->> 1 AS INTEGER) AS place, value ->> 2 AS word FROM json_each(:rules)
), duty AS MATERIALIZED (
  SELECT CAST(key AS INTEGER) AS place, value ->> 0 AS duty, value ->> 1 AS due, CAST(:year - (value ->> 2) + 1 AS TEXT) AS since,
         value ->> 3 AS elapsed FROM json_each(:duties)
), status AS MATERIALIZED (
  SELECT value FROM json_each(:counted)
), owing AS MATERIALIZED (
  SELECT person.person_id, person.name, person.unit_id, min(rule.place) AS place
    FROM person CROSS JOIN person_kind USING (person_id) CROSS JOIN rule ON rule.kind = person_kind.kind AND instr(coalesce(person.post, ''), rule.word)
   WHERE person.unit_id IN scope
   GROUP BY person.person_id
), attempt AS (
  -- The best attempt at a course, or the last before the day where the best came later.
  SELECT taken.person_id, taken.status, substr(coalesce(completed_date, end_date, start_date), 1, 4) AS year, course.mode IS 'online' AS online,
         coalesce(taken.hours_done, iif(taken.status = 'completed', course.hours, 0)) AS hours,
         iif(taken.hours_done IS NULL AND course.hours IS NULL AND taken.status = 'completed' AND course.mode IS NOT 'online',
             julianday(coalesce(end_date, start_date)) - julianday(start_date) + 1, 0) AS days,
         row_number() OVER (PARTITION BY taken.person_id, course_id ORDER BY EXISTS (
           SELECT 1 FROM superseded_attempt AS other WHERE other.person_id = taken.person_id AND other.course_id = taken.course_id
              AND other.attempt = taken.attempt), taken.status <> 'completed', taken.attempt DESC) = 1 AS best
    FROM owing CROSS JOIN enrolment AS taken USING (person_id) CROSS JOIN course USING (course_id)
   WHERE coalesce(completed_date, end_date, start_date) <= :day
), done AS (
  SELECT owing.person_id, owing.name, owing.unit_id, duty.duty, duty.due, duty.elapsed,
         total(iif(NOT online, hours + :per_day * days, 0)) AS offline, total(iif(online, hours, 0)) AS online
    FROM owing JOIN duty USING (place)
    LEFT JOIN attempt ON attempt.person_id = owing.person_id AND attempt.year BETWEEN duty.since AND :year
                     AND attempt.status IN status AND attempt.status NOT IN ('enrolled', 'absent') AND (best OR :retakes)
   GROUP BY owing.person_id
), short AS (
  SELECT *, offline + min(online, :online * due) AS credit, max(0, due - offline - min(online, :online * due)) AS missing FROM done
)
SELECT short.person_id, short.name, short.unit_id, unit.name AS unit, duty,
       CASE WHEN missing < 1e-6 THEN 'met' WHEN credit >= due * elapsed - 1e-6 AND elapsed < 1 THEN 'on_track' ELSE 'behind' END AS standing,
       CASE WHEN missing < 1e-6 THEN 0 WHEN credit < 1e-6 THEN 5 ELSE 1 + min(3, CAST(4 * missing / due - 1e-9 AS INTEGER)) END AS gap,
       CASE WHEN offline > 0 AND online > 0 THEN 'both' WHEN offline > 0 THEN 'offline' WHEN online > 0 THEN 'online' ELSE 'none' END AS way,
       due, offline, online, credit, missing
  FROM short JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
 ORDER BY tree.rank, short.person_id
