-- The years in which meetings that an office asks for are due, latest first.
-- zh: 有应召开的组织生活会议的年度，最新的在前。
-- duties: JSON list of what is owed: kind, times, months (in a period), units (kinds of them), members (at least so many)
SELECT DISTINCT substr(month, 1, 4) AS year FROM activity_under
 WHERE part_id = '' AND (:duties IS NULL OR kind IN (SELECT value ->> 'kind' FROM json_each(:duties)))
 ORDER BY year DESC
