-- Stays that began (way in) and ended (way out, by outcome) in each quarter; an outcome that nobody wrote down is unknown.
-- zh: 各季度入库、出库（按去向）的条数。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
SELECT quarter, way, iif(way = 'in', NULL, coalesce(nullif(what, ''), 'unknown')) AS outcome, sum(stays) AS stays FROM pool_flow_under
 WHERE (:pool IS NULL OR pool = :pool)
   AND part_id = coalesce(:unit, '')
 GROUP BY quarter, way, outcome ORDER BY quarter, way, outcome
