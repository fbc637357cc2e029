-- What is still wrong: the findings of the last load of each sheet. A row that came back has no row_key; one
-- that went in marked is found by it (the values of its key, joined by |).
-- zh: 尚未解决的问题：每张表最近一次导入的错误和警告；已入库并标记的行给出其编号。
-- record_type: table of the rows, such as person
-- severity: error (the row came back) or warning (it went in)
SELECT file, sheet, line, record_type, row_key, column, value, code, severity, detail
  FROM open_finding
 WHERE (:record_type IS NULL OR record_type = :record_type) AND (:severity IS NULL OR severity = :severity)
 ORDER BY severity, file, sheet, line
