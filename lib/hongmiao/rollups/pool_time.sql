-- Stays that ended, by unit, pool, year of the exit, outcome ('' where unknown) and whole months between entry and exit.
-- reads: pool_membership person
DROP TABLE IF EXISTS pool_time;
CREATE TABLE pool_time (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, year TEXT NOT NULL, outcome TEXT NOT NULL, months INTEGER NOT NULL,
  stays INTEGER NOT NULL, PRIMARY KEY (pool, year, unit_id, outcome, months)
) STRICT, WITHOUT ROWID;
INSERT INTO pool_time
SELECT unit_id, pool, substr(exit_date, 1, 4), coalesce(outcome, ''),
       12 * (substr(exit_date, 1, 4) - substr(entry_date, 1, 4)) + substr(exit_date, 6, 2) - substr(entry_date, 6, 2)
       - (substr(exit_date, 9) < substr(entry_date, 9)), count(*)
  FROM pool_membership JOIN person USING (person_id) WHERE exit_date IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
