-- A pool membership that ends before it starts.
-- table: pool_membership
-- severity: error
-- column: exit_date
SELECT person_id, pool, entry_date, exit_date AS value, entry_date AS detail
  FROM pool_membership
 WHERE exit_date < entry_date
