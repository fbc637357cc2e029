-- The tree of units in pre-order, each with its depth and the people in its subtree.
-- zh: 组织树：先序排列，含层级和各级人数。
SELECT tree.unit_id, unit.name, unit.kind, tree.depth,
       (SELECT coalesce(sum(persons), 0) FROM unit_tree AS below JOIN person_count USING (unit_id)
         WHERE below.rank BETWEEN tree.rank AND tree.last_rank) AS persons
  FROM unit_tree AS tree JOIN unit USING (unit_id)
 ORDER BY tree.rank
