-- The periods for which there are star ratings, latest first.
-- zh: 有星级评定的周期，最新的在前。
SELECT period, sum(persons) AS persons FROM star_count GROUP BY period ORDER BY period DESC
