-- People by unit, period, status and stars, and how many of them were rewarded or had to mend their ways.
-- reads: star_rating person
DROP TABLE IF EXISTS star_count;
CREATE TABLE star_count (
  unit_id TEXT NOT NULL, period TEXT NOT NULL, status TEXT NOT NULL, stars INTEGER, persons INTEGER NOT NULL,
  rewarded INTEGER NOT NULL
) STRICT;
INSERT INTO star_count
SELECT person.unit_id, rating.period, rating.status, rating.stars, count(*), count(rating.reward)
  FROM star_rating AS rating JOIN person USING (person_id)
 GROUP BY 2, 1, 3, 4;
CREATE INDEX star_count_by_period ON star_count (period, unit_id, status, stars, persons);
