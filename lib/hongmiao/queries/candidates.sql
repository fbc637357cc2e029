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
WITH scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), way AS MATERIALIZED (
  -- Person by person until the page is full, where those looked for are not so rare that all of them are found sooner.
  SELECT total, total * 9 > whole AS wide, coalesce(:step, :timed, :search) IS NULL AS known,
         coalesce(:sort IS NULL AND :pool IS NOT NULL AND coalesce(:step, :timed, :search) IS NULL AND NOT coalesce(:descending, 0)
                  AND (:limit + coalesce(:offset, 0)) * whole < total * total, 0) AS walk
    FROM (SELECT coalesce(sum(CASE :standing WHEN 'entered' THEN entered WHEN 'failed' THEN failed WHEN 'underway' THEN persons - entered - failed
                                             WHEN 'excepted' THEN excepted ELSE persons END) FILTER (WHERE part_id = coalesce(:unit, '')), 0) AS total,
                 coalesce(sum(persons) FILTER (WHERE part_id = ''), 0) AS whole
            FROM candidate_under WHERE part_id IN ('', :unit) AND (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
             AND (:age IS NULL OR coalesce(age_band, 'unknown') = :age) AND (:education IS NULL OR coalesce(education, 'unknown') = :education))
), chosen AS NOT MATERIALIZED (
  SELECT * FROM candidate
   WHERE (:pool IS NULL OR candidate.pool = :pool) AND (:year IS NULL OR candidate.year = :year)
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
), walked AS (
  SELECT person_id, pool, rank, person_id AS key FROM chosen CROSS JOIN unit_tree AS tree USING (unit_id)
   WHERE pool = :pool AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
   ORDER BY person_id LIMIT iif((SELECT walk FROM way), :limit, 0) OFFSET coalesce(:offset, 0)
), seen AS (
  SELECT chosen.* FROM way CROSS JOIN chosen WHERE NOT walk AND wide
  UNION ALL
  SELECT chosen.* FROM way CROSS JOIN unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN pools CROSS JOIN chosen USING (pool, person_id)
   WHERE NOT walk AND NOT wide AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
), pools AS MATERIALIZED (
  SELECT DISTINCT pool FROM candidate_under WHERE part_id = ''
), keyed AS MATERIALIZED (
  SELECT seen.person_id, seen.pool, rank, CASE :sort WHEN 'person_id' THEN seen.person_id WHEN 'name' THEN person.name WHEN 'unit' THEN rank WHEN 'age' THEN age
                       WHEN 'education' THEN CASE seen.education WHEN 'junior' THEN 1 WHEN 'secondary' THEN 2 WHEN 'college' THEN 3
                                                            WHEN 'bachelor' THEN 4 WHEN 'master' THEN 5 WHEN 'doctor' THEN 6 END
                       WHEN 'last_step' THEN last_step WHEN 'last_result' THEN last_result
                       WHEN 'last_date' THEN last_date ELSE seen.person_id END AS key
    FROM seen CROSS JOIN person USING (person_id) CROSS JOIN unit_tree AS tree ON tree.unit_id = seen.unit_id
   WHERE tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(seen.person_id, :search)
          OR instr((SELECT name FROM unit WHERE unit.unit_id = seen.unit_id), :search))
), page AS MATERIALIZED (
  SELECT * FROM (SELECT * FROM keyed ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
                  LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0))
  UNION ALL
  SELECT * FROM walked
)
SELECT person_id, person.name, unit.name AS unit, pool, age, candidate.education, last_step, last_result, last_date,
       iif(known, total, (SELECT count(*) FROM keyed)) AS total
  FROM page CROSS JOIN way CROSS JOIN candidate USING (pool, person_id) CROSS JOIN person USING (person_id) CROSS JOIN unit ON unit.unit_id = candidate.unit_id
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
