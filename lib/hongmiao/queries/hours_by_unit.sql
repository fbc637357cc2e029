-- People who owe hours of training in a year, by unit, duty, standing and how much is missing (0 nothing, 1 to 3 up to a
-- quarter, half and three quarters of what is due, 4 more, 5 all of it) and way of training (offline, online, both or
-- none), with their hours.
-- zh: 各组织、各项学时要求下的达标、按进度、落后人数和学时。
-- year: the calendar year, the last of a duty of several years
-- rules: a JSON list of [kind of people, place of the duty, word that the post holds]; the lowest place that fits counts
-- duties: a JSON list of [key, hours due, calendar years, share of the time that is over]
-- counted: a JSON list of the statuses whose hours count
-- retakes: 1 where every attempt counts, else 0
-- per_day: hours of a day in person without hours
-- online: the share of the hours due that hours online may fill
WITH rule AS MATERIALIZED (
  SELECT CAST(value ->> 0 AS INTEGER) AS kind, CAST(value ->> 1 AS INTEGER) AS place, value ->> 2 AS word FROM json_each(:rules)
), duty AS MATERIALIZED (
  SELECT CAST(key AS INTEGER) AS place, value ->> 0 AS duty, value ->> 1 AS due, CAST(:year - (value ->> 2) + 1 AS TEXT) AS since,
         value ->> 3 AS elapsed FROM json_each(:duties)
), status AS MATERIALIZED (
  SELECT value FROM json_each(:counted)
), owing AS MATERIALIZED (
  SELECT person.person_id, person.unit_id, min(rule.place) AS place
    FROM person CROSS JOIN person_kind USING (person_id) CROSS JOIN rule ON rule.kind = person_kind.kind AND instr(coalesce(person.post, ''), rule.word)
   GROUP BY person.person_id
), done AS MATERIALIZED (
  SELECT owing.person_id, owing.unit_id, duty.duty, duty.due, duty.elapsed,
         (SELECT total(taken.hours + :per_day * taken.days + :retakes * (taken.again + :per_day * taken.days_again)) FROM person_hours AS taken
           WHERE taken.person_id = owing.person_id AND taken.year BETWEEN duty.since AND :year AND NOT taken.online AND taken.status IN status) AS offline,
         (SELECT total(taken.hours + :retakes * taken.again) FROM person_hours AS taken
           WHERE taken.person_id = owing.person_id AND taken.year BETWEEN duty.since AND :year AND taken.online AND taken.status IN status) AS online
    FROM owing CROSS JOIN duty USING (place)
), short AS (
  SELECT *, offline + min(online, :online * due) AS credit, max(0, due - offline - min(online, :online * due)) AS missing FROM done
)
SELECT unit_id, duty, CASE WHEN missing < 1e-6 THEN 'met' WHEN credit >= due * elapsed - 1e-6 AND elapsed < 1 THEN 'on_track' ELSE 'behind' END AS standing,
       CASE WHEN missing < 1e-6 THEN 0 WHEN credit < 1e-6 THEN 5 ELSE 1 + min(3, CAST(4 * missing / due - 1e-9 AS INTEGER)) END AS gap,
       CASE WHEN offline > 0 AND online > 0 THEN 'both' WHEN offline > 0 THEN 'offline' WHEN online > 0 THEN 'online' ELSE 'none' END AS way,
       count(*) AS persons, sum(due) AS due, sum(offline) AS offline, sum(online) AS online, sum(credit) AS credit, sum(missing) AS missing
  FROM short GROUP BY unit_id, duty, standing, gap, way
