-- The periods in which anybody was assessed, latest first.
-- zh: 有考核记录的周期，最新的在前。
SELECT period, sum(persons) AS persons FROM assessment_under WHERE part_id = '' GROUP BY period ORDER BY period DESC
