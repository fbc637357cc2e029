-- The headline figures of a pool's selection: candidates, how their last step ended, exceptions, and
-- the people who are in the pool now.
-- zh: 一个储备库的候选人、入库、在途、未通过、破格和在库人数。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
-- age: age band at the first step, such as 30–34, or unknown
-- education: education code, or unknown
-- step: those who reached this step, or "entered" for those who entered the pool
-- result: with `step`, how it ended: passed, failed or pending
WITH scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), mine AS (
  SELECT persons, entered, failed, excepted FROM candidate_under
   WHERE :step IS NULL AND part_id = coalesce(:unit, '') AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
     AND (:age IS NULL OR coalesce(age_band, 'unknown') = :age) AND (:education IS NULL OR coalesce(education, 'unknown') = :education)
  UNION ALL
  SELECT 1, entered, NOT entered AND last_result = 'failed', exceptions > 0 FROM candidate
   WHERE :step IS NOT NULL AND unit_id IN scope AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
     AND (:age IS NULL OR coalesce(candidate.age_band, 'unknown') = :age)
     AND (:education IS NULL OR coalesce(candidate.education, 'unknown') = :education)
     AND CASE WHEN :step = 'entered' THEN candidate.entered
              ELSE EXISTS (SELECT 1 FROM selection_step AS one
                            WHERE one.person_id = candidate.person_id AND one.pool = candidate.pool AND one.step = :step
                              AND (:result IS NULL OR one.result = :result)) END
)
SELECT coalesce(sum(persons), 0) AS candidates, coalesce(sum(entered), 0) AS entered,
       coalesce(sum(failed), 0) AS failed,
       coalesce(sum(persons - entered - failed), 0) AS underway,
       coalesce(sum(excepted), 0) AS exceptions,
       (SELECT coalesce(sum(persons), 0) FROM pool_stock_under WHERE part_id = coalesce(:unit, '') AND pool = coalesce(:pool, '')) AS in_pool
  FROM mine
