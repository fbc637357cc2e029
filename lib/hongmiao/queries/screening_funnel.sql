-- A pool's real steps in their order: how many candidates reached each, passed, failed or wait.
-- zh: 一个储备库的选拔环节：到达、通过、未通过、待定人数。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
SELECT step, min(place) AS place, sum(persons) AS reached,
       coalesce(sum(persons) FILTER (WHERE result = 'passed'), 0) AS passed,
       coalesce(sum(persons) FILTER (WHERE result = 'failed'), 0) AS failed,
       coalesce(sum(persons) FILTER (WHERE result = 'pending'), 0) AS pending
  FROM step_count JOIN unit_tree USING (unit_id)
 WHERE (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
   AND (:unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                  AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
 GROUP BY step
 ORDER BY place
