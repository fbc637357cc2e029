-- Seen from a unit (scope_id; '' is the whole store), the group of unit_part that each unit below it lies in.
-- reads: unit
-- after: unit_part
DROP TABLE IF EXISTS unit_group;
CREATE TABLE unit_group (
  scope_id TEXT NOT NULL, unit_id TEXT NOT NULL, group_id TEXT NOT NULL, group_name TEXT NOT NULL,
  group_kind TEXT NOT NULL, PRIMARY KEY (scope_id, unit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO unit_group
SELECT scope_id, unit_id, group_id, group_name, group_kind FROM unit_part JOIN unit_own USING (part_id)
UNION ALL
SELECT scope_id, unit_id, group_id, group_name, group_kind FROM unit_part JOIN unit_above USING (part_id)
 ORDER BY 1, 2;
