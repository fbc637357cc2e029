-- People by unit, by what they were in the period before and what they are in this one: 1 to 5 for so many
-- stars, unrated, without (exempt or not eligible), or none where they are not on that period's list.
-- reads: star_rating person
-- after: star_count
DROP TABLE IF EXISTS star_move;
CREATE TABLE star_move (
  period TEXT NOT NULL, unit_id TEXT NOT NULL, was TEXT NOT NULL, now TEXT NOT NULL, persons INTEGER NOT NULL,
  PRIMARY KEY (period, unit_id, was, now)
) STRICT, WITHOUT ROWID;
INSERT INTO star_move
WITH pair AS (
  SELECT * FROM (SELECT period, lag(period) OVER (ORDER BY period) AS before
                   FROM (SELECT DISTINCT period FROM star_count)) WHERE before IS NOT NULL
), stood AS (
  SELECT person_id, period, CASE status WHEN 'rated' THEN CAST(stars AS TEXT) WHEN 'unrated' THEN 'unrated'
                                        ELSE 'without' END AS rating FROM star_rating
), moved AS (
  SELECT pair.period, now.person_id, coalesce(was.rating, 'none') AS was, now.rating AS now
    FROM pair JOIN stood AS now ON now.period = pair.period
    LEFT JOIN stood AS was ON was.person_id = now.person_id AND was.period = pair.before
  UNION ALL
  SELECT pair.period, was.person_id, was.rating, 'none'
    FROM pair JOIN stood AS was ON was.period = pair.before
   WHERE NOT EXISTS (SELECT 1 FROM star_rating AS now WHERE now.person_id = was.person_id AND now.period = pair.period)
)
SELECT period, unit_id, was, now, count(*) FROM moved JOIN person USING (person_id) GROUP BY 1, 2, 3, 4;
