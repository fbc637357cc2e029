-- Where rows came from: file, sheet, and when the load that wrote them was done.
-- zh: 记录的来源：文件、表和导入完成的时间。
-- sources: a JSON list of source_id
SELECT source_id, file, sheet, finished FROM source JOIN load USING (load_id)
 WHERE source_id IN (SELECT value FROM json_each(:sources)) ORDER BY source_id
