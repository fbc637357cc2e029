-- Stays in a pool: who entered when and by which channel, who left when, where to and why, a page at a time.
-- zh: 出入库名单，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- stay: in_pool for those who are in it now (each person once), left for the stays that ended
-- outcome: with stays that ended, the outcome, or unknown
-- reason: with stays that ended, the reason, or unknown
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, entry_date, channel, exit_date, outcome, reason or decided_by
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT stay.person_id, person.name, unit.name AS unit, stay.entry_date, stay.channel, stay.exit_date, stay.outcome,
         stay.reason, stay.decided_by, tree.rank
    FROM pool_membership AS stay
    JOIN person USING (person_id) JOIN unit ON unit.unit_id = person.unit_id JOIN unit_tree AS tree ON tree.unit_id = person.unit_id
   WHERE (:pool IS NULL OR stay.pool = :pool)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND CASE :stay WHEN 'in_pool' THEN stay.exit_date IS NULL
                     AND NOT EXISTS (SELECT 1 FROM pool_membership AS later
                                      WHERE later.person_id = stay.person_id AND (:pool IS NULL OR later.pool = :pool)
                                        AND later.exit_date IS NULL AND (later.entry_date, later.pool) > (stay.entry_date, stay.pool))
                    WHEN 'left' THEN stay.exit_date IS NOT NULL ELSE 1 END
     AND (:outcome IS NULL OR stay.exit_date IS NOT NULL AND coalesce(stay.outcome, 'unknown') = :outcome)
     AND (:reason IS NULL OR stay.exit_date IS NOT NULL AND coalesce(stay.reason, 'unknown') = :reason)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(stay.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'entry_date' THEN entry_date
                       WHEN 'channel' THEN channel WHEN 'exit_date' THEN exit_date WHEN 'outcome' THEN outcome
                       WHEN 'reason' THEN reason WHEN 'decided_by' THEN decided_by ELSE person_id END AS key FROM found
)
SELECT person_id, name, unit, entry_date, channel, exit_date, outcome, reason, decided_by, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id, entry_date
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
