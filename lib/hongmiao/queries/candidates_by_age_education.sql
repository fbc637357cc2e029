-- Candidates by age band (at their first step) and education; an unknown age or education stays NULL.
-- zh: 候选人的年龄段与学历分布。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
-- step: those who reached this step, or "entered" for those who entered the pool
-- result: with `step`, how it ended: passed, failed or pending
WITH scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), counted AS (
  SELECT age_band, education, persons FROM candidate_under
   WHERE :step IS NULL AND part_id = coalesce(:unit, '') AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
  UNION ALL
  SELECT age_band, education, 1 FROM candidate
   WHERE :step IS NOT NULL AND unit_id IN scope AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
     AND CASE WHEN :step = 'entered' THEN candidate.entered
              ELSE EXISTS (SELECT 1 FROM selection_step AS one
                            WHERE one.person_id = candidate.person_id AND one.pool = candidate.pool AND one.step = :step
                              AND (:result IS NULL OR one.result = :result)) END
)
SELECT age_band, education, sum(persons) AS persons FROM counted GROUP BY age_band, education ORDER BY age_band, education
