-- A unit and all that lies below it, in the order of the tree, each with the name of the unit above.
-- zh: 一个组织及其全部下级，按组织树的顺序。
-- unit: unit_id of the topmost; without it, the whole tree
-- levels: how many levels below it; 0 for itself alone
WITH top AS (
  SELECT rank, last_rank, depth FROM unit_tree WHERE unit_id = :unit
  UNION ALL SELECT 0, (SELECT max(last_rank) FROM unit_tree), 0 WHERE :unit IS NULL
)
SELECT tree.unit_id, unit.name, unit.kind, tree.depth, above.name AS above
  FROM top JOIN unit_tree AS tree ON tree.rank BETWEEN top.rank AND top.last_rank JOIN unit USING (unit_id)
  LEFT JOIN unit AS above ON above.unit_id = unit.parent_id
 WHERE :levels IS NULL OR tree.depth <= top.depth + :levels
 ORDER BY tree.rank
