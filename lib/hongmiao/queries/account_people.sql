-- Red accounts with their balance in a quarter and their last entry, a page at a time; `total` is how many there are.
-- zh: 红色账户名单：本季余额、次数、最近一笔，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- period: quarter such as 2018Q2
-- base: points that every account begins the quarter with
-- help: balance below which the branch gives help
-- limit_applicant: balance below which an applicant is in danger
-- idle_since: month (YYYY-MM); an account whose last entry is no later than in it is inactive
-- band: help, watch, under, base or over
-- concern: help, applicant (in danger) or idle
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, role, balance, points, times, last_date or state
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), booked AS MATERIALIZED (
  SELECT points, sum(persons) AS persons, sum(sum(persons)) OVER (ORDER BY points) AS through
    FROM account_under WHERE part_id = coalesce(:unit, '') AND period = :period GROUP BY points
), way AS MATERIALIZED (
  SELECT (SELECT max(through) FROM booked) AS total, coalesce(:band, :concern, :search) IS NULL AS known,
         coalesce((SELECT max(through) FROM booked) * 9 > (SELECT sum(persons) FROM account_idle_under WHERE part_id = ''), 1) AS wide,
         CASE WHEN :band = 'help' OR :concern = 'help' THEN :help - :base WHEN :concern = 'applicant' THEN max(:help, :limit_applicant) - :base
              WHEN :band IN ('watch', 'under') THEN max(0, :limit_applicant - :base) END AS below
), shown AS MATERIALIZED (
  -- Between which points the page lies, in the order of the balance, and how many of them come before it.
  SELECT min(points) AS least, max(points) + 1 AS most, coalesce(:offset, 0) - min(through - persons) AS skipped
    FROM booked CROSS JOIN way
   WHERE known AND wide AND :base IS NOT NULL AND coalesce(:sort, 'balance') = 'balance' AND NOT coalesce(:descending, 0)
     AND through > coalesce(:offset, 0) AND through - persons < :limit + coalesce(:offset, 0)
   GROUP BY known HAVING min(points) > 0 OR max(points) < 0
  UNION ALL
  SELECT -9e99, below, coalesce(:offset, 0) FROM way WHERE below IS NOT NULL AND wide
), held AS (
  SELECT person_id FROM shown CROSS JOIN account_quarter WHERE period = :period AND points >= least AND points < most
  UNION ALL
  SELECT person_id FROM way CROSS JOIN account_holder WHERE wide AND NOT EXISTS (SELECT 1 FROM shown)
  UNION ALL
  SELECT person_id FROM way CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id)
   WHERE NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
), found AS NOT MATERIALIZED (
  SELECT holder.person_id, holder.unit_id, holder.role, :base + coalesce(points, 0) AS balance, points, coalesce(times, 0) AS times, holder.last_date,
         coalesce(substr(holder.last_date, 1, 7), '') <= :idle_since AS idle,
         CASE WHEN points IS NULL THEN 'base' WHEN points < :help - :base THEN 'help'
              WHEN points < :limit_applicant - :base THEN 'watch' WHEN points < 0 THEN 'under' ELSE 'over' END AS band
    FROM account_holder AS holder LEFT JOIN account_quarter AS quarter ON quarter.person_id = holder.person_id AND quarter.period = :period
), stated AS NOT MATERIALIZED (
  SELECT *, CASE WHEN band = 'help' THEN 'help' WHEN role = 'applicant' AND band = 'watch' THEN 'applicant'
                 WHEN idle THEN 'idle' ELSE 'fine' END AS state
    FROM found
), keyed AS MATERIALIZED (
  SELECT stated.person_id, tree.rank,
         CASE :sort WHEN 'person_id' THEN stated.person_id WHEN 'name' THEN person.name WHEN 'unit' THEN rank WHEN 'role' THEN role
                    WHEN 'points' THEN points WHEN 'times' THEN times WHEN 'last_date' THEN last_date
                    WHEN 'state' THEN state ELSE balance END AS key
    FROM held CROSS JOIN stated USING (person_id) CROSS JOIN person USING (person_id)
    CROSS JOIN unit_tree AS tree ON tree.unit_id = stated.unit_id
   WHERE (:band IS NULL OR band = :band)
     AND (:concern IS NULL OR CASE :concern WHEN 'idle' THEN idle WHEN 'help' THEN band = 'help'
                                ELSE role = 'applicant' AND band IN ('help', 'watch') END)
     AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(stated.person_id, :search)
          OR instr((SELECT name FROM unit WHERE unit.unit_id = stated.unit_id), :search))
), page AS MATERIALIZED (
  SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
   LIMIT coalesce(:limit, -1) OFFSET coalesce((SELECT skipped FROM shown), :offset, 0)
)
SELECT page.person_id, person.name, unit.name AS unit, role, balance, points, times, last_date, state,
       iif(known, coalesce(total, (SELECT count(*) FROM keyed)), (SELECT count(*) FROM keyed)) AS total
  FROM page CROSS JOIN way CROSS JOIN stated USING (person_id) CROSS JOIN person USING (person_id) CROSS JOIN unit ON unit.unit_id = stated.unit_id
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
