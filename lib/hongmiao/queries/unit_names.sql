-- The name of each unit, and of the town or organ that it lies in.
-- zh: 各组织的名称和所在镇（街道、区直单位）的名称。
SELECT unit.unit_id, unit.name AS unit, town.name AS town
  FROM unit LEFT JOIN unit_tree USING (unit_id) LEFT JOIN unit AS town ON town.unit_id = unit_tree.town_id
