-- What is still wrong with certain rows, errors first: those that went in marked, and those that came back.
-- zh: 指定记录尚未解决的问题：已入库并标记的行和退回的行。
-- records: a JSON list of [record type, key of the row]
WITH asked AS MATERIALIZED (SELECT DISTINCT value ->> 0 AS record_type, value ->> 1 AS key FROM json_each(:records))
SELECT finding_id, open_finding.record_type, coalesce(row_key, back_key) AS key, severity, code, "column", value, detail, file, sheet, line
  FROM asked JOIN open_finding ON open_finding.record_type = asked.record_type AND coalesce(row_key, back_key) = asked.key
 ORDER BY severity, open_finding.record_type, finding_id
