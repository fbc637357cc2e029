-- The last day on which something recorded here happened, not after today: the day that the data speaks of.
-- zh: 数据截至日：库中最近一条选拔、出入库、积分、墩苗、参训或活动记录的日期（不晚于今天）。
-- today: the day beyond which nothing can have happened; without it, today
SELECT max(day) AS day FROM (
  SELECT max(day) AS day FROM recorded_day WHERE day <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(day) FROM completed_day WHERE day <= coalesce(:today, date('now', 'localtime'))
)
