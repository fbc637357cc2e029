-- A vacancy filled before it fell open.
-- table: vacancy
-- severity: warning
-- column: filled_date
SELECT vacancy_id, filled_date AS value, open_date AS detail FROM vacancy WHERE filled_date < open_date
