-- A unit without a parent although the district is there: it would be seen in no total.
-- table: unit
-- severity: warning
-- column: parent_id
SELECT unit_id, unit_id AS value, name AS detail
  FROM unit
 WHERE parent_id IS NULL AND kind <> 'district' AND EXISTS (SELECT 1 FROM unit WHERE kind = 'district')
