-- When records were last loaded, from how many files, and the names of the latest.
-- zh: 最近一次导入的时间、文件数和文件名。
SELECT (SELECT max(finished) FROM load) AS loaded,
       (SELECT count(DISTINCT file) FROM source WHERE record_type IS NOT NULL) AS files,
       (SELECT group_concat(file, char(10)) FROM (
          SELECT file FROM source WHERE record_type IS NOT NULL GROUP BY file ORDER BY max(source_id) DESC LIMIT 3)) AS latest
