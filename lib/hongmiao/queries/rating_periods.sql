-- The periods for which there are star ratings, latest first.
-- zh: 有星级评定的周期，最新的在前。
SELECT DISTINCT period FROM star_under WHERE part_id = '' ORDER BY period DESC
