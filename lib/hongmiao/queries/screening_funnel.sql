-- A pool's real steps in their order: how many candidates reached each, passed, failed or wait.
-- zh: 一个储备库的选拔环节：到达、通过、未通过、待定人数。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
-- age: age band at the first step, such as 30–34, or unknown
-- education: education code, or unknown
WITH scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), counted AS (
  SELECT step, place, result, persons FROM step_under
   WHERE :age IS NULL AND :education IS NULL
     AND part_id = coalesce(:unit, '') AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
  UNION ALL
  SELECT one.step, (SELECT min(place) FROM step_under AS known WHERE part_id = '' AND known.pool = one.pool AND known.step = one.step), one.result, 1
    FROM candidate JOIN selection_step AS one USING (person_id, pool)
   WHERE (:age IS NOT NULL OR :education IS NOT NULL)
     AND candidate.unit_id IN scope AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR candidate.year = :year)
     AND (:age IS NULL OR coalesce(candidate.age_band, 'unknown') = :age)
     AND (:education IS NULL OR coalesce(candidate.education, 'unknown') = :education)
)
SELECT step, min(place) AS place, sum(persons) AS reached,
       coalesce(sum(persons) FILTER (WHERE result = 'passed'), 0) AS passed,
       coalesce(sum(persons) FILTER (WHERE result = 'failed'), 0) AS failed,
       coalesce(sum(persons) FILTER (WHERE result = 'pending'), 0) AS pending
  FROM counted
 GROUP BY step
 ORDER BY place
