-- The pools that candidates were selected for, and the years in which candidates began.
-- zh: 各储备库及候选人开始选拔的年份。
SELECT pool, year, sum(persons) AS candidates FROM candidate_under WHERE part_id = '' GROUP BY pool, year ORDER BY pool, year DESC
