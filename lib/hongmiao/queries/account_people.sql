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
WITH found AS (
  SELECT holder.person_id, person.name, unit.name AS unit, holder.role, :base + coalesce(points, 0) AS balance,
         points, coalesce(entries, 0) AS entries, coalesce(times, 0) AS times, holder.last_date, tree.rank,
         coalesce(substr(holder.last_date, 1, 7), '') <= :idle_since AS idle,
         CASE WHEN points IS NULL THEN 'base' WHEN points < :help - :base THEN 'help'
              WHEN points < :limit_applicant - :base THEN 'watch' WHEN points < 0 THEN 'under' ELSE 'over' END AS band
    FROM account_holder AS holder
    JOIN person USING (person_id) JOIN unit ON unit.unit_id = holder.unit_id JOIN unit_tree AS tree ON tree.unit_id = holder.unit_id
    LEFT JOIN account_quarter AS quarter ON quarter.person_id = holder.person_id AND quarter.period = :period
   WHERE (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(person.name, :search) OR instr(holder.person_id, :search) OR instr(unit.name, :search))
), stated AS (
  SELECT *, CASE WHEN band = 'help' THEN 'help' WHEN role = 'applicant' AND band = 'watch' THEN 'applicant'
                 WHEN idle THEN 'idle' ELSE 'fine' END AS state
    FROM found
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'role' THEN role
                       WHEN 'points' THEN points WHEN 'times' THEN times WHEN 'last_date' THEN last_date
                       WHEN 'state' THEN state ELSE balance END AS key
    FROM stated
   WHERE (:band IS NULL OR band = :band)
     AND (:concern IS NULL OR CASE :concern WHEN 'idle' THEN idle WHEN 'help' THEN band = 'help'
                                ELSE role = 'applicant' AND band IN ('help', 'watch') END)
)
SELECT person_id, name, unit, role, balance, points, times, last_date, state, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
