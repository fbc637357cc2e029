-- The parts that a chart compares, seen from a unit (scope_id; '' is the whole store): each child with all that lies under
-- it, and the scope's own people. District organs count as one group beside towns. A part_id is a unit_id, '' for everything,
-- or '=' and a unit_id for what that unit has of its own, where anything lies below it. unit_above lists the units of each
-- part that has several; unit_own the part that holds what a unit has of its own, and the lowest unit that has others below
-- it and holds that too (the unit itself, where no other does).
-- reads: unit
-- after: unit_tree
DROP TABLE IF EXISTS unit_own;
CREATE TABLE unit_own (unit_id TEXT PRIMARY KEY, part_id TEXT NOT NULL, lowest_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO unit_own
SELECT tree.unit_id, iif(last_rank > rank, '=' || tree.unit_id, tree.unit_id), iif(last_rank > rank OR depth = 0, tree.unit_id, parent_id)
  FROM unit_tree AS tree JOIN unit USING (unit_id);
DROP TABLE IF EXISTS unit_above;
CREATE TABLE unit_above (unit_id TEXT NOT NULL, part_id TEXT NOT NULL, PRIMARY KEY (unit_id, part_id)) STRICT, WITHOUT ROWID;
INSERT INTO unit_above
SELECT below.unit_id, above.unit_id
  FROM unit_tree AS above JOIN unit_tree AS below ON below.rank BETWEEN above.rank AND above.last_rank
 WHERE above.last_rank > above.rank
UNION ALL SELECT unit_id, '' FROM unit_tree;
DROP TABLE IF EXISTS unit_part;
CREATE TABLE unit_part (
  scope_id TEXT NOT NULL, part_id TEXT NOT NULL, group_id TEXT NOT NULL, group_name TEXT NOT NULL, group_kind TEXT NOT NULL,
  PRIMARY KEY (scope_id, part_id)
) STRICT, WITHOUT ROWID;
INSERT INTO unit_part
WITH scope AS (
  SELECT unit_id AS scope_id, unit_id FROM unit_tree
  UNION ALL
  SELECT '', unit_id FROM unit_tree WHERE depth = 0 AND (SELECT count(*) FROM unit_tree WHERE depth = 0) = 1
), child AS (
  SELECT scope_id, unit.unit_id, unit.unit_id AS part_id FROM scope JOIN unit ON unit.parent_id = scope.unit_id
  UNION ALL
  SELECT scope_id, unit_id, part_id FROM scope JOIN unit_own USING (unit_id)
  UNION ALL
  SELECT '', unit_id, unit_id FROM unit_tree WHERE depth = 0 AND (SELECT count(*) FROM unit_tree WHERE depth = 0) > 1
), mixed AS (
  SELECT child.scope_id FROM child JOIN unit USING (unit_id)
   WHERE child.unit_id <> child.scope_id
   GROUP BY child.scope_id HAVING sum(kind = 'organ') > 1 AND sum(kind IN ('town', 'street')) > 0
)
SELECT child.scope_id, child.part_id, iif(unit.kind = 'organ' AND mixed.scope_id IS NOT NULL, 'organ', child.unit_id),
       iif(unit.kind = 'organ' AND mixed.scope_id IS NOT NULL, '', unit.name), unit.kind
  FROM child JOIN unit USING (unit_id) LEFT JOIN mixed ON mixed.scope_id = child.scope_id;
CREATE INDEX unit_part_by_part ON unit_part (part_id);
