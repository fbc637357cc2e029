-- Stays in the pools with their months, channel, and how they ended and who decided, a page at a time; `total` is how many
-- there are. A stay is a person's time in one pool: somebody may have several.
-- zh: 出入库明细：在库月数、渠道、去向、原因和决定机构，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- within: pool code, beside `pool`
-- day: the day up to which an open stay counts its months
-- entered: year or quarter of the entry, such as 2018 or 2018Q2
-- gone: year or quarter of the exit
-- at: quarter at whose end the stay was open
-- inside: yes for stays that are open, no for those that ended
-- outcome: of stays that ended, the outcome, or unknown
-- used: yes for stays that ended in use and not in a plain leaving
-- channel: channel of the entry, or unknown
-- reason: of stays that ended, the reason, or unknown
-- search: part of a name, an id, a unit's name or who decided
-- sort: person_id, name, unit, pool, entry_date, months, channel, exit_date, outcome, reason or decided_by
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH dated AS (
  SELECT *, substr(entry_date, 1, 4) || 'Q' || ((substr(entry_date, 6, 2) + 2) / 3) AS came,
         substr(exit_date, 1, 4) || 'Q' || ((substr(exit_date, 6, 2) + 2) / 3) AS went, coalesce(exit_date, :day) AS last
    FROM pool_membership WHERE (:pool IS NULL OR pool = :pool) AND (:within IS NULL OR pool = :within)
), found AS (
  SELECT stay.person_id, person.name, unit.name AS unit, stay.pool, stay.entry_date, stay.channel, stay.exit_date, stay.outcome, stay.reason,
         stay.decided_by, tree.rank, 12 * (substr(last, 1, 4) - substr(entry_date, 1, 4)) + substr(last, 6, 2) - substr(entry_date, 6, 2)
                                     - (substr(last, 9) < substr(entry_date, 9)) AS months
    FROM dated AS stay
    JOIN person USING (person_id) JOIN unit ON unit.unit_id = person.unit_id JOIN unit_tree AS tree ON tree.unit_id = person.unit_id
   WHERE (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:entered IS NULL OR came = :entered OR substr(came, 1, 4) = :entered)
     AND (:gone IS NULL OR went = :gone OR substr(went, 1, 4) = :gone)
     AND (:at IS NULL OR came <= :at AND (went IS NULL OR went > :at))
     AND (:inside IS NULL OR (:inside = 'yes') = (exit_date IS NULL))
     AND (:outcome IS NULL OR exit_date IS NOT NULL AND coalesce(outcome, 'unknown') = :outcome)
     AND (:used IS NULL OR exit_date IS NOT NULL AND outcome <> 'left')
     AND (:channel IS NULL OR coalesce(channel, 'unknown') = :channel)
     AND (:reason IS NULL OR exit_date IS NOT NULL AND coalesce(reason, 'unknown') = :reason)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(stay.person_id, :search) OR instr(unit.name, :search)
          OR instr(decided_by, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'pool' THEN pool
                       WHEN 'entry_date' THEN entry_date WHEN 'months' THEN months WHEN 'channel' THEN channel
                       WHEN 'exit_date' THEN exit_date WHEN 'outcome' THEN outcome WHEN 'reason' THEN reason
                       WHEN 'decided_by' THEN decided_by ELSE -julianday(coalesce(exit_date, entry_date)) END AS key FROM found
)
SELECT person_id, name, unit, pool, entry_date, months, channel, exit_date, outcome, reason, decided_by, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id, pool, entry_date
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
