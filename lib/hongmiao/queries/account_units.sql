-- Units that hold red accounts of their own: accounts, mean balance, points booked, those who booked anything, and the
-- inactive, a page at a time; `total` is how many units there are.
-- zh: 各支部红色账户：户数、平均余额、积分、有记录人数和不活跃人数。
-- unit: unit_id; its whole subtree is listed
-- period: quarter such as 2018Q2
-- base: points that every account begins the quarter with
-- idle_since: month (YYYY-MM); an account whose last entry is no later than in it is inactive
-- search: part of an id or a name
-- sort: unit_id, unit, accounts, mean_balance, points, booked or idle
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH counted AS (
  SELECT unit_id, sum(persons) AS accounts, sum(total) AS points, coalesce(sum(persons) FILTER (WHERE booked), 0) AS booked
    FROM account_count WHERE :period IS NULL OR period = :period GROUP BY unit_id
), idle AS (
  SELECT unit_id, sum(persons) AS idle FROM account_idle WHERE last_month <= :idle_since GROUP BY unit_id
), found AS (
  SELECT unit_id, unit.name AS unit, accounts, :base + points / accounts AS mean_balance, points, booked,
         coalesce(idle, 0) AS idle, tree.rank
    FROM counted JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id) LEFT JOIN idle USING (unit_id)
   WHERE (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(unit.name, :search) OR instr(unit_id, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'unit_id' THEN unit_id WHEN 'unit' THEN unit WHEN 'accounts' THEN accounts
                       WHEN 'points' THEN points WHEN 'booked' THEN booked WHEN 'idle' THEN idle
                       WHEN 'mean_balance' THEN mean_balance ELSE rank END AS key FROM found
)
SELECT unit_id, unit, accounts, mean_balance, points, booked, idle, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
