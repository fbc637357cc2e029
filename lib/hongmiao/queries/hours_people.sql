-- People who owe hours of training in a year: due, done in person and online, counted, missing, hours on leave, and the
-- day by which those promoted that year while short make them up, a page at a time; `total` is how many there are in all.
-- zh: 应修学时的人员：应修、线下、网络、计入、差额和请假学时，提拔时不足的补足期限，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- year: the calendar year, the last of a duty of several years
-- rules: a JSON list of [kind of people, place of the duty, word that the post holds]; the lowest place that fits counts
-- duties: a JSON list of [key, hours due, calendar years, share of the time that is over]
-- counted: a JSON list of the statuses whose hours count
-- retakes: 1 where every attempt counts, else 0
-- per_day: hours of a day in person without hours
-- online: the share of the hours due that hours online may fill
-- make_up: months after a promotion within which missing hours are made up
-- duty: key of one duty
-- standing: met, on_track, behind, or short for the last two
-- gap: how much is missing, 0 (nothing) to 5 (all)
-- way: offline, online, both or none
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, post, duty, standing, due, offline, online, credit, missing, missed or make_up_by
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), rule AS MATERIALIZED (
  SELECT CAST(value ->> 0 AS INTEGER) AS kind, CAST(value ->> 1 AS INTEGER) AS place, value ->> 2 AS word FROM json_each(:rules)
), duty AS MATERIALIZED (
  SELECT CAST(key AS INTEGER) AS place, value ->> 0 AS duty, value ->> 1 AS due, CAST(:year - (value ->> 2) + 1 AS TEXT) AS since,
         value ->> 3 AS elapsed FROM json_each(:duties)
), status AS MATERIALIZED (
  SELECT value FROM json_each(:counted)
), way AS MATERIALIZED (
  SELECT 9 * coalesce((SELECT persons FROM person_under WHERE part_id = coalesce(:unit, '')), 0)
         > (SELECT persons FROM person_under WHERE part_id = '') AS wide
), looked AS (
  -- Of many people all are read in the order of their ids, as they lie in the file.
  SELECT person_id, name, unit_id, post FROM way CROSS JOIN person NOT INDEXED WHERE wide
  UNION ALL
  SELECT person_id, name, unit_id, post FROM way CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id)
   WHERE NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
), done AS MATERIALIZED (
  SELECT person_id, tree.rank, duty.duty, duty.due, duty.elapsed,
         (SELECT total(taken.hours + :per_day * taken.days + :retakes * (taken.again + :per_day * taken.days_again)) FROM person_hours AS taken
           WHERE taken.person_id = looked.person_id AND taken.year BETWEEN duty.since AND :year AND NOT taken.online AND taken.status IN status) AS offline,
         (SELECT total(taken.hours + :retakes * taken.again) FROM person_hours AS taken
           WHERE taken.person_id = looked.person_id AND taken.year BETWEEN duty.since AND :year AND taken.online AND taken.status IN status) AS online
    FROM looked CROSS JOIN person_kind USING (person_id)
    CROSS JOIN duty ON duty.place = (SELECT min(place) FROM rule WHERE rule.kind = person_kind.kind AND instr(coalesce(looked.post, ''), rule.word))
    CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope) AND (:duty IS NULL OR duty.duty = :duty)
     AND (:search IS NULL OR instr(looked.name, :search) OR instr(person_id, :search) OR unit_id IN (SELECT unit_id FROM unit WHERE instr(unit.name, :search)))
), short AS (
  SELECT *, offline + min(online, :online * due) AS credit, max(0, due - offline - min(online, :online * due)) AS missing FROM done
), told AS (
  SELECT *, CASE WHEN missing < 1e-6 THEN 'met' WHEN credit >= due * elapsed - 1e-6 AND elapsed < 1 THEN 'on_track' ELSE 'behind' END AS standing,
         CASE WHEN missing < 1e-6 THEN 0 WHEN credit < 1e-6 THEN 5 ELSE 1 + min(3, CAST(4 * missing / due - 1e-9 AS INTEGER)) END AS gap,
         CASE WHEN offline > 0 AND online > 0 THEN 'both' WHEN offline > 0 THEN 'offline' WHEN online > 0 THEN 'online' ELSE 'none' END AS way
    FROM short
), keyed AS MATERIALIZED (
  SELECT *,
         CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN (SELECT name FROM person WHERE person.person_id = told.person_id)
                    WHEN 'unit' THEN rank WHEN 'post' THEN (SELECT post FROM person WHERE person.person_id = told.person_id) WHEN 'duty' THEN duty
                    WHEN 'standing' THEN standing WHEN 'due' THEN due WHEN 'offline' THEN offline WHEN 'online' THEN online
                    WHEN 'credit' THEN credit WHEN 'missing' THEN missing
                    WHEN 'missed' THEN (SELECT total(missed) FROM person_hours AS away WHERE away.person_id = told.person_id AND away.year = :year)
                    WHEN 'make_up_by' THEN iif(missing > 0, (SELECT date(max(exit_date), '+' || :make_up || ' months') FROM pool_membership AS stay
                            WHERE stay.person_id = told.person_id AND outcome = 'promoted' AND substr(exit_date, 1, 4) = :year), NULL)
                    ELSE -missing END AS key
    FROM told
   WHERE (:gap IS NULL OR gap = CAST(:gap AS INTEGER)) AND (:way IS NULL OR way = :way)
     AND CASE :standing WHEN 'short' THEN standing <> 'met' ELSE :standing IS NULL OR standing = :standing END
), page AS MATERIALIZED (
  SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
   LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
)
SELECT person_id, person.name, unit.name AS unit, person.post, duty, standing, due, offline, online, credit, missing,
       (SELECT total(missed) FROM person_hours AS away WHERE away.person_id = page.person_id AND away.year = :year) AS missed,
       iif(missing > 0, (SELECT date(max(exit_date), '+' || :make_up || ' months') FROM pool_membership AS stay
                            WHERE stay.person_id = page.person_id AND outcome = 'promoted' AND substr(exit_date, 1, 4) = :year), NULL) AS make_up_by, (SELECT count(*) FROM keyed) AS total
  FROM page CROSS JOIN person USING (person_id) CROSS JOIN unit USING (unit_id)
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
