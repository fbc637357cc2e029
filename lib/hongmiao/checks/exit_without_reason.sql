-- A pool exit of which neither outcome nor reason is told, or a plain leaving without its reason.
-- table: pool_membership
-- severity: warning
-- column: reason
SELECT person_id, pool, entry_date, exit_date AS value, pool AS detail
  FROM pool_membership
 WHERE exit_date IS NOT NULL AND reason IS NULL AND (outcome IS NULL OR outcome = 'left')
