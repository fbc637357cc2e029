-- The rank that so many stars have among those rated in a period, ties sharing one, and how many are ranked:
-- in each town or organ (scope_id) and, under '', in the whole store.
-- reads: star_rating person unit
-- after: star_count unit_tree
DROP TABLE IF EXISTS star_rank;
CREATE TABLE star_rank (
  period TEXT NOT NULL, scope_id TEXT NOT NULL, stars INTEGER NOT NULL, place INTEGER NOT NULL, persons INTEGER NOT NULL,
  PRIMARY KEY (period, scope_id, stars)
) STRICT, WITHOUT ROWID;
INSERT INTO star_rank
WITH scope AS (
  SELECT unit_id, town_id AS scope_id FROM unit_tree WHERE town_id IS NOT NULL
  UNION ALL
  SELECT unit_id, '' FROM unit_tree
), counted AS (
  SELECT period, scope_id, stars, sum(persons) AS persons
    FROM star_count JOIN scope USING (unit_id) WHERE status = 'rated' GROUP BY 1, 2, 3
)
SELECT period, scope_id, stars,
       1 + coalesce(sum(persons) OVER (PARTITION BY period, scope_id ORDER BY stars DESC
                                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0),
       sum(persons) OVER (PARTITION BY period, scope_id)
  FROM counted;
