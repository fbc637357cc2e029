-- The quarters in which anything was booked to a red account, latest first.
-- zh: 红色账户有记录的季度，最新的在前。
SELECT period, sum(entries) AS entries FROM points_under WHERE part_id = '' GROUP BY period ORDER BY period DESC
