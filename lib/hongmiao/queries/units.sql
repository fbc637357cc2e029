-- The tree of units in pre-order, each with its depth and the people in its subtree.
-- zh: 组织树：先序排列，含层级和各级人数。
SELECT tree.unit_id, unit.name, unit.kind, tree.depth,
       coalesce(persons, 0) AS persons
  FROM unit_tree AS tree JOIN unit USING (unit_id) LEFT JOIN person_under ON part_id = tree.unit_id
 ORDER BY tree.rank
