-- The sheets in which something is still wrong, a page at a time: when each was last loaded, its rows, and its findings in a
-- unit; `total` is how many sheets there are.
-- zh: 还有问题的表：最近导入时间、行数、错误和提醒数，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts, and under the top also what belongs to no unit
-- record_type: table of the rows, such as person
-- search: part of a file's or a sheet's name
-- sort: file, sheet, loaded, rows_read, rows_back, errors or warnings
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT load_id, file, sheet, sum(iif(severity = 'error', findings, 0)) AS errors, sum(iif(severity = 'warning', findings, 0)) AS warnings
    FROM finding_count LEFT JOIN unit_tree AS tree USING (unit_id)
   WHERE ended IS NULL AND (:record_type IS NULL OR record_type = :record_type)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
          OR (tree.rank IS NULL AND (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0))
     AND (:search IS NULL OR instr(file, :search) OR instr(sheet, :search))
   GROUP BY file, sheet
), loaded AS (
  SELECT found.*, load.finished AS loaded, sum(rows_read) AS rows_read, sum(source.rows_back) AS rows_back
    FROM found JOIN load USING (load_id) JOIN source USING (load_id, file, sheet)
   GROUP BY found.file, found.sheet
), keyed AS (
  SELECT *, CASE :sort WHEN 'file' THEN file WHEN 'sheet' THEN sheet WHEN 'loaded' THEN loaded WHEN 'rows_read' THEN rows_read
                       WHEN 'rows_back' THEN rows_back WHEN 'errors' THEN errors WHEN 'warnings' THEN warnings
                       ELSE -errors - warnings / 1e9 END AS key
    FROM loaded
)
SELECT file, sheet, loaded, rows_read, rows_back, errors, warnings, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, file, sheet
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
