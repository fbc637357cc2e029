-- People whose id or name holds the text sought, the exact ones first, at most twenty; each with unit and year of birth, for
-- namesakes are common. Without a text nobody is listed; `total` is how many are.
-- zh: 按编号或姓名查找人员，最多二十人，附组织和出生年份以区分同名者。
-- unit: unit_id; its whole subtree counts
-- search: part of a name or an id
-- sort: person_id, name, unit, born or post
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT person_id, person.name, unit.name AS unit, substr(birth_date, 1, 4) AS born, post, tree.rank,
         person_id = :search OR person.name = :search AS exact
    FROM person JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (instr(person.name, :search) OR instr(person_id, :search))
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
   ORDER BY exact DESC, person_id LIMIT 20
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'born' THEN born
                       WHEN 'post' THEN post ELSE 1 - exact END AS key FROM found
)
SELECT person_id, name, unit, born, post, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
