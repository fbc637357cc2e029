-- The people who are in a pool now, each once, with all pools that they are in (codes, a line each), since when, and the
-- months of their longest stay there, a page at a time; `total` is how many there are.
-- zh: 在库人员名单：所在各库、最早入库日期和最长在库月数，一人一行，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name; those in it, with their other pools
-- day: the day up to which months are counted
-- several: yes for those in more than one pool
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, pools, since or months
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH inside AS (
  SELECT DISTINCT person_id, pool, min(entry_date) AS since FROM pool_membership WHERE exit_date IS NULL GROUP BY person_id, pool
), held AS (
  SELECT person_id, group_concat(pool, char(10)) AS pools, count(*) AS number, min(since) AS since, max(pool = :pool) AS here
    FROM (SELECT * FROM inside ORDER BY pool) GROUP BY person_id
), found AS (
  SELECT held.person_id, person.name, unit.name AS unit, person.post, held.pools, held.number, held.since, tree.rank,
         12 * (substr(:day, 1, 4) - substr(since, 1, 4)) + substr(:day, 6, 2) - substr(since, 6, 2) - (substr(:day, 9) < substr(since, 9)) AS months
    FROM held
    JOIN person USING (person_id) JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:pool IS NULL OR here) AND (:several IS NULL OR number > 1)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(person.name, :search) OR instr(held.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'post' THEN post
                       WHEN 'pools' THEN pools WHEN 'since' THEN since WHEN 'months' THEN months ELSE -months END AS key FROM found
)
SELECT person_id, name, unit, post, pools, since, months, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
