-- Findings one by one with the row that each is about, a page at a time: where it stands (file, sheet, line, column), whose it
-- is, what is wrong; `total` is how many there are in all. `record` is the type and the key of a row that went in.
-- zh: 问题清单：所在文件、表、行、列、所属组织和问题，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts, and under the top also what belongs to no unit
-- record_type: table of the rows, such as person
-- severity: error (the row came back) or warning (it went in)
-- code: the check, such as damaged_id
-- file: path of a file
-- sheet: name of a sheet of it
-- placed: no for what belongs to no unit
-- after: number of a load; what stood open after it, instead of what is open now
-- search: part of an id, a file's name, a column or a unit's name
-- sort: record, severity, unit, column, detail, remedy, file, sheet, line, record_type, code or value
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT finding_id, finding.record_type || '|' || row_key AS record, finding.record_type, severity, unit.name AS unit, "column", value, code, code AS remedy,
         detail, file, sheet, line, tree.rank
    FROM finding JOIN source USING (source_id)
    LEFT JOIN unit ON unit.unit_id = finding.unit_id LEFT JOIN unit_tree AS tree ON tree.unit_id = unit.unit_id
   WHERE iif(:after IS NULL, ended IS NULL, finding.load_id <= CAST(:after AS INTEGER) AND (ended IS NULL OR ended > CAST(:after AS INTEGER)))
     AND (:record_type IS NULL OR finding.record_type = :record_type) AND (:severity IS NULL OR severity = :severity)
     AND (:code IS NULL OR code = :code) AND (:file IS NULL OR file = :file) AND (:sheet IS NULL OR sheet = :sheet)
     AND (:placed IS NULL OR tree.rank IS NULL)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
          OR (tree.rank IS NULL AND (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0))
     AND (:search IS NULL OR instr(coalesce(row_key, ''), :search) OR instr(file, :search) OR instr("column", :search)
          OR instr(coalesce(unit.name, ''), :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'record' THEN record WHEN 'record_type' THEN record_type WHEN 'unit' THEN rank WHEN 'column' THEN "column"
                       WHEN 'detail' THEN code || detail WHEN 'remedy' THEN code WHEN 'code' THEN code WHEN 'file' THEN file
                       WHEN 'sheet' THEN sheet WHEN 'line' THEN line WHEN 'value' THEN value ELSE severity END AS key
    FROM found
)
SELECT record, severity, unit, "column", detail, remedy, file, line, sheet, record_type, code, value, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank IS NULL, rank, file, sheet, line, finding_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
