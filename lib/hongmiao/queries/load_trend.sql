-- The loads, a page at a time: rows in and back, findings that a load brought and ended in a unit, and those open after it;
-- the newest first; `total` is how many loads there are.
-- zh: 历次导入：入库和退回的行数，新增、解决和导入后仍未解决的问题数。
-- unit: unit_id; its whole subtree counts, and under the top also what belongs to no unit
-- record_type: table of the rows, such as person
-- latest: 1 for the last load alone
-- search: part of a time
-- sort: load_id, finished, rows_in, rows_back, brought, solved, errors or warnings
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH counted AS (
  SELECT load_id, ended, severity, findings
    FROM finding_count LEFT JOIN unit_tree AS tree USING (unit_id)
   WHERE (:record_type IS NULL OR record_type = :record_type)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
          OR (tree.rank IS NULL AND (SELECT depth FROM unit_tree WHERE unit_id = :unit) = 0))
), change AS (
  SELECT load_id, severity, findings AS brought, 0 AS solved FROM counted
  UNION ALL
  SELECT ended, severity, 0, findings FROM counted WHERE ended IS NOT NULL
), step AS (
  SELECT load_id, load.finished, load.rows_in, load.rows_back, coalesce(sum(brought), 0) AS brought, coalesce(sum(solved), 0) AS solved,
         coalesce(sum(iif(severity = 'error', brought - solved, 0)), 0) AS errors,
         coalesce(sum(iif(severity = 'warning', brought - solved, 0)), 0) AS warnings
    FROM load LEFT JOIN change USING (load_id)
   GROUP BY load_id
), standing AS (
  SELECT load_id, finished, rows_in, rows_back, brought, solved, sum(errors) OVER loads AS errors, sum(warnings) OVER loads AS warnings
    FROM step
  WINDOW loads AS (ORDER BY load_id)
), keyed AS (
  SELECT *, CASE :sort WHEN 'load_id' THEN load_id WHEN 'finished' THEN finished WHEN 'rows_in' THEN rows_in WHEN 'rows_back' THEN rows_back
                       WHEN 'brought' THEN brought WHEN 'solved' THEN solved WHEN 'errors' THEN errors WHEN 'warnings' THEN warnings
                       ELSE -load_id END AS key
    FROM standing
   WHERE (:latest IS NULL OR load_id = (SELECT max(load_id) FROM load)) AND (:search IS NULL OR instr(finished, :search))
)
SELECT load_id, finished, rows_in, rows_back, brought, solved, errors, warnings, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, load_id DESC
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
