-- Accounts by unit and the month of their last entry; '' where there never was one.
-- reads: person pool_membership points_entry
-- after: account_holder
DROP TABLE IF EXISTS account_idle;
CREATE TABLE account_idle (
  unit_id TEXT NOT NULL, last_month TEXT NOT NULL, persons INTEGER NOT NULL, PRIMARY KEY (unit_id, last_month)
) STRICT, WITHOUT ROWID;
INSERT INTO account_idle
SELECT unit_id, coalesce(substr(last_date, 1, 7), ''), count(*) FROM account_holder GROUP BY 1, 2;
