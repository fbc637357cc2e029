-- What is still wrong in a unit by check: its code, how grave it is, and how often it is found; the commonest first.
-- zh: 尚未解决的问题按检查项目统计，多的在前。
-- unit: unit_id; its whole subtree counts, and under the top also what belongs to no unit
-- record_type: table of the rows, such as person
SELECT code, severity, record_type, sum(findings) AS findings
  FROM finding_count LEFT JOIN unit_tree AS tree USING (unit_id)
 WHERE ended IS NULL AND (:record_type IS NULL OR record_type = :record_type)
   AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                       AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
        OR (tree.rank IS NULL AND (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0))
 GROUP BY code, severity, record_type
 ORDER BY findings DESC, code, record_type
