-- The pools that anybody was in, and the years in which stays began or ended.
-- zh: 各储备库及有出入库的年份。
SELECT pool, substr(quarter, 1, 4) AS year, sum(stays) AS stays FROM pool_flow_under WHERE part_id = '' GROUP BY 1, 2 ORDER BY 1, 2 DESC
