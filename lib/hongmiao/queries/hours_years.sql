-- The calendar years for which hours of training are known, latest first.
-- zh: 有培训学时记录的年度，最新的在前。
SELECT year FROM hours_year WHERE year <> '' ORDER BY year DESC
