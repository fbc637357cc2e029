-- Person-times completed in each month, and those planned of the courses that end in it; the month is that of the
-- completion, else of the course's end, else of its start, and empty where none is known.
-- zh: 各月完成人次和当月结束班次的计划人次。
-- unit: unit_id; only its subtree's people count as completed; the plan is the district's
-- year: calendar year of the courses' start
-- audience: level of the courses
WITH counted AS (
  SELECT month, persontimes AS completed, 0 AS planned FROM completion_month_under
   WHERE part_id = coalesce(:unit, '') AND (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience)
  UNION ALL
  SELECT coalesce(substr(coalesce(end_date, start_date), 1, 7), ''), 0, planned_persontimes FROM course
   WHERE planned_persontimes > 0 AND (:year IS NULL OR substr(start_date, 1, 4) = :year)
     AND (:audience IS NULL OR coalesce(audience, 'other') = :audience)
)
SELECT month, sum(completed) AS completed, sum(planned) AS planned FROM counted GROUP BY month ORDER BY month
