-- The last day on which something recorded here happened, not after today: the day that the data speaks of.
-- zh: 数据截至日：库中最近一条选拔、出入库、积分、墩苗、参训或活动记录的日期（不晚于今天）。
-- today: the day beyond which nothing can have happened; without it, today
SELECT max(day) AS day FROM (
  SELECT max(step_date) AS day FROM selection_step WHERE step_date <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(entry_date) FROM pool_membership WHERE entry_date <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(exit_date) FROM pool_membership WHERE exit_date <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(activity_date) FROM points_entry WHERE activity_date <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(start_date) FROM placement WHERE start_date <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(held_date) FROM activity WHERE held_date <= coalesce(:today, date('now', 'localtime'))
  UNION ALL SELECT max(completed_date) FROM enrolment WHERE completed_date <= coalesce(:today, date('now', 'localtime'))
)
