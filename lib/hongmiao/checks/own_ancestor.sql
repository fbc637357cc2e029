-- A unit that is its own ancestor: such a ring of parents would hang from nothing.
-- table: unit
-- severity: error
-- column: parent_id
WITH RECURSIVE reached(unit_id) AS (
  -- Walking down from the tops meets every unit but those in a ring, or below one.
  SELECT unit.unit_id FROM unit
   WHERE parent_id IS NULL OR parent_id NOT IN (SELECT unit_id FROM unit)
  UNION
  SELECT unit.unit_id FROM reached JOIN unit ON unit.parent_id = reached.unit_id
), above(unit_id, ancestor, way) AS (
  SELECT unit_id, parent_id, unit_id || ' → ' || parent_id FROM unit
   WHERE unit_id NOT IN (SELECT unit_id FROM reached)
  UNION
  SELECT above.unit_id, unit.parent_id, above.way || ' → ' || unit.parent_id
    FROM above JOIN unit ON unit.unit_id = above.ancestor
   WHERE above.ancestor <> above.unit_id AND length(above.way) < 2000
)
SELECT unit.unit_id, unit.parent_id AS value, min(above.way) AS detail
  FROM above JOIN unit ON unit.unit_id = above.unit_id
 WHERE above.ancestor = above.unit_id
 GROUP BY unit.unit_id
