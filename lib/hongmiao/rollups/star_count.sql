-- People by unit, period, status and stars.
-- reads: star_rating person
DROP TABLE IF EXISTS star_count;
CREATE TABLE star_count (
  unit_id TEXT NOT NULL, period TEXT NOT NULL, status TEXT NOT NULL, stars INTEGER, persons INTEGER NOT NULL
) STRICT;
INSERT INTO star_count
SELECT person.unit_id, rating.period, rating.status, rating.stars, count(*)
  FROM star_rating AS rating JOIN person USING (person_id)
 GROUP BY 2, 1, 3, 4;
CREATE INDEX star_count_by_period ON star_count (period, unit_id, status, stars, persons);
