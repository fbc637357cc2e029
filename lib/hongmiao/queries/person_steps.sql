-- The dated selection steps of a pool's candidates up to a day, with every exception that was made.
-- zh: 截至某日一个储备库候选人的选拔环节，含破格原因和批准者。
-- as_of: the day, such as 2018-06-30; without it, all steps
-- pool: pool code or name
-- unit: unit_id; its whole subtree counts
SELECT person_id, step, step_date, result, note, exception_reason, exception_by
  FROM selection_step AS step
 WHERE step_date IS NOT NULL AND (:as_of IS NULL OR step_date <= :as_of) AND (:pool IS NULL OR pool = :pool)
   AND (:unit IS NULL OR EXISTS (SELECT 1 FROM person JOIN unit_tree USING (unit_id) WHERE person.person_id = step.person_id
                                    AND rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                                 AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)))
 ORDER BY person_id, step_date, source_id, source_line
