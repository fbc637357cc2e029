-- The fields of a record type in each group below a unit: how many rows there are, and in how many the field is empty.
-- zh: 下级各组各字段的行数和空缺数。
-- unit: unit_id; its children are compared, all that lies under each counted
-- record_type: table of the rows, such as person
WITH counted AS (
  SELECT group_id, group_name, group_kind, field, sum(rows) AS rows, sum(rows - filled) AS missing
    FROM field_under
   WHERE record_type = :record_type AND scope_id = coalesce(:unit, '')
   GROUP BY group_id, field
   UNION ALL
  SELECT NULL, '', '', field, sum(rows), sum(rows - filled)
    FROM field_filled
   WHERE record_type = :record_type AND unit_id = ''
     AND (:unit IS NULL OR (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0)
   GROUP BY field
)
SELECT group_id, group_name, group_kind, field, rows, missing
  FROM counted
 ORDER BY group_id IS NULL, group_id, field
