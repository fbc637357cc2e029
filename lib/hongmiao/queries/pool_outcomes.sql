-- Where people went from each pool: stays that ended, by outcome (unknown where nobody wrote it down), and under `inside`
-- those that are open.
-- zh: 各储备库的去向，以及仍在库的条数。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the exit
SELECT pool, coalesce(nullif(what, ''), 'unknown') AS outcome, sum(stays) AS stays FROM pool_flow_under
 WHERE part_id = coalesce(:unit, '') AND (:pool IS NULL OR pool = :pool) AND way = 'out' AND (:year IS NULL OR substr(quarter, 1, 4) = :year)
 GROUP BY 1, 2
UNION ALL
SELECT pool, 'inside', sum(iif(way = 'in', stays, -stays)) FROM pool_flow_under
 WHERE part_id = coalesce(:unit, '') AND (:pool IS NULL OR pool = :pool) GROUP BY pool
 ORDER BY pool, outcome
