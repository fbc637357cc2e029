-- The years in which activities are due, latest first.
-- zh: 有应开展活动的年度，最新的在前。
SELECT DISTINCT substr(month, 1, 4) AS year FROM activity_under WHERE part_id = '' ORDER BY year DESC
