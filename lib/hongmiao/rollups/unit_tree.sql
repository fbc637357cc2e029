-- The tree of units walked in pre-order: a unit's subtree is the units whose rank lies between its
-- rank and its last_rank. `path` names the way from the top; town_id is the first unit below the top.
-- reads: unit
DROP TABLE IF EXISTS unit_tree;
CREATE TABLE unit_tree (
  unit_id TEXT PRIMARY KEY, rank INTEGER NOT NULL, last_rank INTEGER NOT NULL, depth INTEGER NOT NULL,
  path TEXT NOT NULL, town_id TEXT
) STRICT;
INSERT INTO unit_tree
WITH RECURSIVE node AS MATERIALIZED (
  -- A parent that is not there makes a unit a top of its own, so that no unit is lost from view.
  SELECT unit.unit_id, unit.name, parent.unit_id AS parent_id,
         printf('%08d', row_number() OVER (ORDER BY unit.unit_id)) AS place
    FROM unit LEFT JOIN unit AS parent ON parent.unit_id = unit.parent_id
), walk AS MATERIALIZED (
  SELECT unit_id, parent_id, place AS way, 0 AS depth, name AS path, NULL AS town_id
    FROM node WHERE parent_id IS NULL
  UNION ALL
  SELECT node.unit_id, node.parent_id, walk.way || '/' || node.place, walk.depth + 1,
         walk.path || '/' || node.name, coalesce(walk.town_id, node.unit_id)
    FROM walk JOIN node ON node.parent_id = walk.unit_id
), ancestor AS (
  SELECT unit_id, unit_id AS above, parent_id AS next FROM walk
  UNION ALL
  SELECT ancestor.unit_id, node.unit_id, node.parent_id
    FROM ancestor JOIN node ON node.unit_id = ancestor.next
), size AS MATERIALIZED (
  SELECT above AS unit_id, count(*) AS units FROM ancestor GROUP BY above
)
SELECT unit_id, rank, rank + units - 1, depth, path, town_id
  FROM (SELECT *, row_number() OVER (ORDER BY way) AS rank FROM walk) JOIN size USING (unit_id)
 ORDER BY rank;
CREATE UNIQUE INDEX unit_tree_rank ON unit_tree (rank);
