-- What kind of people there are, and of which kind each person is: post level, political status, and the pools
-- that the person is in ("pool") or left with an outcome ("pool:outcome"). A policy names kinds; there are few.
-- reads: person pool_membership
DROP TABLE IF EXISTS person_kind;
DROP TABLE IF EXISTS people_kind;
CREATE TABLE people_kind (
  kind INTEGER PRIMARY KEY, post_level TEXT NOT NULL, political_status TEXT NOT NULL, pools TEXT NOT NULL,
  UNIQUE (post_level, political_status, pools)
) STRICT;
CREATE TABLE person_kind (person_id TEXT PRIMARY KEY, kind INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE person_pools (person_id TEXT PRIMARY KEY, pools TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO person_pools
SELECT person_id, json_group_array(stay)
  FROM (SELECT DISTINCT person_id, iif(exit_date IS NULL, pool, pool || ':' || coalesce(outcome, '')) AS stay
          FROM pool_membership ORDER BY 1, 2)
 GROUP BY person_id;
INSERT OR IGNORE INTO people_kind (post_level, political_status, pools)
SELECT DISTINCT coalesce(post_level, ''), coalesce(political_status, ''), coalesce(pools, '[]')
  FROM person LEFT JOIN person_pools USING (person_id) ORDER BY 1, 2, 3;
INSERT INTO person_kind
SELECT person.person_id, people_kind.kind
  FROM person LEFT JOIN person_pools USING (person_id)
  JOIN people_kind ON people_kind.post_level = coalesce(person.post_level, '')
   AND people_kind.political_status = coalesce(person.political_status, '') AND people_kind.pools = coalesce(person_pools.pools, '[]')
 ORDER BY person.person_id;
DROP TABLE person_pools;
