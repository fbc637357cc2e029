-- Stays that ended, by unit, pool, outcome and reason. Somebody who left twice counts twice: these are stays, not people.
-- reads: pool_membership person
DROP TABLE IF EXISTS exit_count;
CREATE TABLE exit_count (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, outcome TEXT, reason TEXT, stays INTEGER NOT NULL
) STRICT;
INSERT INTO exit_count
SELECT unit_id, pool, outcome, reason, count(*)
  FROM pool_membership JOIN person USING (person_id) WHERE exit_date IS NOT NULL GROUP BY 1, 2, 3, 4;
CREATE INDEX exit_count_by_pool ON exit_count (pool, unit_id);
