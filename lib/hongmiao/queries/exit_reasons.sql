-- Why stays in a pool ended: outcome and reason, and how many; what nobody wrote down stays NULL.
-- zh: 出库的去向与原因。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
SELECT outcome, reason, sum(stays) AS stays FROM exit_under
 WHERE (:pool IS NULL OR pool = :pool)
   AND part_id = coalesce(:unit, '')
 GROUP BY outcome, reason ORDER BY stays DESC, outcome, reason
