-- What is still wrong in a unit: findings by severity, the sheets and the units that they are in.
-- zh: 尚未解决的问题数（错误、提醒），涉及的表和组织数。
-- unit: unit_id; its whole subtree counts, and under the top also what belongs to no unit
-- record_type: table of the rows, such as person
SELECT coalesce(sum(findings), 0) AS findings, coalesce(sum(iif(severity = 'error', findings, 0)), 0) AS errors,
       coalesce(sum(iif(severity = 'warning', findings, 0)), 0) AS warnings,
       count(DISTINCT file || char(10) || sheet) AS sheets, count(DISTINCT nullif(finding_count.unit_id, '')) AS units
  FROM finding_count LEFT JOIN unit_tree AS tree USING (unit_id)
 WHERE ended IS NULL AND (:record_type IS NULL OR record_type = :record_type)
   AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                       AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
        OR (tree.rank IS NULL AND (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0))
