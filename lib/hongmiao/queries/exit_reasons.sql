-- Why stays in a pool ended: outcome and reason, and how many; what nobody wrote down stays NULL.
-- zh: 出库的去向与原因。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
SELECT outcome, reason, sum(stays) AS stays FROM exit_count
 WHERE (:pool IS NULL OR pool = :pool)
   AND (:unit IS NULL OR unit_id IN (SELECT unit_id FROM unit_tree
         WHERE rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                        AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)))
 GROUP BY outcome, reason ORDER BY stays DESC, outcome, reason
