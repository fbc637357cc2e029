-- The candidates of a pool with their last step, a page at a time; `total` is how many there are in all.
-- zh: 候选人名单及最近环节，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
-- age: age band at the first step, such as 30–34, or unknown
-- education: education code, or unknown
-- step: those who reached this step, or "entered" for those who entered the pool
-- result: with `step`, how it ended: passed, failed or pending
-- standing: how it stands with them: entered, underway, failed, or excepted for those with an exception
-- timed: those of whom it is known how many days they took to this step, or "entered" for the days to entry
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, age, education, last_step, last_result or last_date
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT candidate.person_id, person.name, unit.name AS unit, candidate.pool, candidate.age, candidate.education,
         candidate.last_step, candidate.last_result, candidate.last_date, tree.rank
    FROM candidate
    JOIN person USING (person_id) JOIN unit ON unit.unit_id = candidate.unit_id
    JOIN unit_tree AS tree ON tree.unit_id = candidate.unit_id
   WHERE (:pool IS NULL OR candidate.pool = :pool) AND (:year IS NULL OR candidate.year = :year)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:age IS NULL OR coalesce(candidate.age_band, 'unknown') = :age)
     AND (:education IS NULL OR coalesce(candidate.education, 'unknown') = :education)
     AND CASE WHEN :step IS NULL THEN 1 WHEN :step = 'entered' THEN candidate.entered
              ELSE EXISTS (SELECT 1 FROM selection_step AS one
                            WHERE one.person_id = candidate.person_id AND one.pool = candidate.pool AND one.step = :step
                              AND (:result IS NULL OR one.result = :result)) END
     AND CASE :standing WHEN 'entered' THEN candidate.entered WHEN 'failed' THEN NOT candidate.entered AND candidate.last_result = 'failed'
                        WHEN 'underway' THEN NOT candidate.entered AND candidate.last_result <> 'failed'
                        WHEN 'excepted' THEN candidate.exceptions > 0 ELSE 1 END
     AND CASE WHEN :timed IS NULL THEN 1
              WHEN :timed = 'entered' THEN EXISTS (SELECT 1 FROM pool_membership AS stay
                                                    WHERE stay.person_id = candidate.person_id AND stay.pool = candidate.pool
                                                      AND stay.entry_date >= candidate.last_date)
              ELSE EXISTS (SELECT 1 FROM selection_step AS one JOIN selection_step AS before USING (person_id, pool)
                            WHERE one.person_id = candidate.person_id AND one.pool = candidate.pool AND one.step = :timed
                              AND (before.step_date, before.source_id, before.source_line)
                                  < (one.step_date, one.source_id, one.source_line)) END
     AND (:search IS NULL OR instr(person.name, :search) OR instr(candidate.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'age' THEN age
                       WHEN 'education' THEN CASE education WHEN 'junior' THEN 1 WHEN 'secondary' THEN 2 WHEN 'college' THEN 3
                                                            WHEN 'bachelor' THEN 4 WHEN 'master' THEN 5 WHEN 'doctor' THEN 6 END
                       WHEN 'last_step' THEN last_step WHEN 'last_result' THEN last_result
                       WHEN 'last_date' THEN last_date ELSE person_id END AS key FROM found
)
SELECT person_id, name, unit, pool, age, education, last_step, last_result, last_date, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
