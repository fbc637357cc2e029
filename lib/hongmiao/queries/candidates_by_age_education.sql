-- Candidates by age band (at their first step) and education; an unknown age or education stays NULL.
-- zh: 候选人的年龄段与学历分布。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
SELECT age_band, education, sum(persons) AS persons
  FROM candidate_count JOIN unit_tree USING (unit_id)
 WHERE (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
   AND (:unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                  AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
 GROUP BY age_band, education
 ORDER BY age_band, education
