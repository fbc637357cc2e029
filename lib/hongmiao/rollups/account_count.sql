-- Accounts by quarter, unit, role, whether anything was booked, and the points booked, in whole points rounded
-- down; `total` is their exact sum. An account without entries is there with none booked, not missing.
-- reads: person pool_membership points_entry
-- after: account_holder account_quarter
DROP TABLE IF EXISTS account_count;
CREATE TABLE account_count (
  period TEXT NOT NULL, unit_id TEXT NOT NULL, role TEXT NOT NULL, booked INTEGER NOT NULL, points INTEGER NOT NULL,
  persons INTEGER NOT NULL, total REAL NOT NULL, PRIMARY KEY (period, unit_id, role, booked, points)
) STRICT, WITHOUT ROWID;
INSERT INTO account_count
SELECT period, unit_id, role, 1, CAST(points AS INTEGER) - (points < CAST(points AS INTEGER)), count(*), sum(points)
  FROM account_quarter JOIN account_holder USING (person_id) GROUP BY 1, 2, 3, 4, 5;
INSERT INTO account_count
WITH everyone AS (
  SELECT unit_id, role, count(*) AS persons FROM account_holder GROUP BY 1, 2
), period AS (
  SELECT DISTINCT period FROM account_quarter
), booked AS (
  SELECT period, unit_id, role, sum(persons) AS persons FROM account_count GROUP BY 1, 2, 3
)
SELECT period, unit_id, role, 0, 0, everyone.persons - coalesce(booked.persons, 0), 0
  FROM everyone CROSS JOIN period LEFT JOIN booked USING (period, unit_id, role)
 WHERE everyone.persons > coalesce(booked.persons, 0);
