-- Stays that began (way in) or ended (way out) by unit, pool, quarter, channel or outcome (`what`), exit reason and who
-- decided; '' where nobody wrote it down. These are stays, not people.
-- reads: pool_membership person
DROP TABLE IF EXISTS pool_flow;
CREATE TABLE pool_flow (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, way TEXT NOT NULL, quarter TEXT NOT NULL, what TEXT NOT NULL, reason TEXT NOT NULL,
  decided_by TEXT NOT NULL, stays INTEGER NOT NULL, PRIMARY KEY (pool, way, quarter, unit_id, what, reason, decided_by)
) STRICT, WITHOUT ROWID;
INSERT INTO pool_flow
SELECT unit_id, pool, 'in', substr(entry_date, 1, 4) || 'Q' || ((substr(entry_date, 6, 2) + 2) / 3), coalesce(channel, ''), '', '', count(*)
  FROM pool_membership JOIN person USING (person_id) GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT unit_id, pool, 'out', substr(exit_date, 1, 4) || 'Q' || ((substr(exit_date, 6, 2) + 2) / 3), coalesce(outcome, ''),
       coalesce(reason, ''), coalesce(decided_by, ''), count(*)
  FROM pool_membership JOIN person USING (person_id) WHERE exit_date IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7;
