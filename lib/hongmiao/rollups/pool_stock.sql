-- People who are in a pool now, each once, by unit and pool; under '' in any pool, under 'several' in more than one, and
-- under 'several POOL' in that pool and another.
-- reads: pool_membership person
DROP TABLE IF EXISTS pool_stock;
CREATE TABLE pool_stock (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, persons INTEGER NOT NULL, PRIMARY KEY (pool, unit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO pool_stock
WITH inside AS (
  SELECT DISTINCT person_id, pool FROM pool_membership WHERE exit_date IS NULL
), pools AS (
  SELECT person_id, count(*) AS pools FROM inside GROUP BY person_id
), told AS (
  SELECT person_id, pool FROM inside
  UNION ALL SELECT person_id, '' FROM pools
  UNION ALL SELECT person_id, 'several' FROM pools WHERE pools > 1
  UNION ALL SELECT person_id, 'several ' || pool FROM inside JOIN pools USING (person_id) WHERE pools > 1
)
SELECT unit_id, pool, count(*) FROM told JOIN person USING (person_id) GROUP BY 1, 2;
