-- What is still wrong in each group below a unit, by severity; under the top, what belongs to no unit is a group without id.
-- zh: 下级各组尚未解决的错误和提醒。
-- unit: unit_id; its children are compared, all that lies under each counted
-- record_type: table of the rows, such as person
WITH counted AS (
  SELECT group_id, group_name, group_kind, severity, sum(findings) AS findings
    FROM finding_count JOIN unit_group USING (unit_id)
   WHERE ended IS NULL AND scope_id = coalesce(:unit, '') AND (:record_type IS NULL OR record_type = :record_type)
   GROUP BY group_id, severity
   UNION ALL
  SELECT NULL, '', '', severity, sum(findings)
    FROM finding_count
   WHERE ended IS NULL AND unit_id = '' AND (:record_type IS NULL OR record_type = :record_type)
     AND (:unit IS NULL OR (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0)
   GROUP BY severity
)
SELECT group_id, group_name, group_kind, severity, findings
  FROM counted
 ORDER BY group_id IS NULL, group_id, severity
