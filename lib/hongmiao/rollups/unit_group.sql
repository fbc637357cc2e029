-- Seen from a unit (scope_id; '' is the whole store), the groups that charts compare: each unit below
-- belongs to the child of the scope that it lies under. District organs count as one group beside
-- towns; the scope's own people are its own group.
-- reads: unit
-- after: unit_tree
DROP TABLE IF EXISTS unit_group;
CREATE TABLE unit_group (
  scope_id TEXT NOT NULL, unit_id TEXT NOT NULL, group_id TEXT NOT NULL, group_name TEXT NOT NULL,
  group_kind TEXT NOT NULL, PRIMARY KEY (scope_id, unit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO unit_group
WITH RECURSIVE scope AS (
  SELECT unit_id AS scope_id, unit_id, rank, last_rank, depth FROM unit_tree
  UNION ALL
  SELECT '', unit_id, rank, last_rank, depth FROM unit_tree
   WHERE depth = 0 AND (SELECT count(*) FROM unit_tree WHERE depth = 0) = 1
), child AS (
  SELECT scope.scope_id, tree.unit_id, tree.rank, tree.last_rank
    FROM scope JOIN unit ON unit.parent_id = scope.unit_id JOIN unit_tree AS tree ON tree.unit_id = unit.unit_id
  UNION ALL
  SELECT scope_id, unit_id, rank, rank FROM scope
  UNION ALL
  SELECT '', unit_id, rank, last_rank FROM unit_tree
   WHERE depth = 0 AND (SELECT count(*) FROM unit_tree WHERE depth = 0) > 1
), mixed AS (
  SELECT child.scope_id FROM child JOIN unit USING (unit_id)
   WHERE child.unit_id <> child.scope_id
   GROUP BY child.scope_id HAVING sum(kind = 'organ') > 1 AND sum(kind IN ('town', 'street')) > 0
)
SELECT child.scope_id, tree.unit_id,
       iif(unit.kind = 'organ' AND mixed.scope_id IS NOT NULL, 'organ', child.unit_id),
       iif(unit.kind = 'organ' AND mixed.scope_id IS NOT NULL, '', unit.name), unit.kind
  FROM child
  JOIN unit USING (unit_id)
  JOIN unit_tree AS tree ON tree.rank BETWEEN child.rank AND child.last_rank
  LEFT JOIN mixed ON mixed.scope_id = child.scope_id
 ORDER BY 1, 2;
