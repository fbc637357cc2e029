-- Candidates by unit, pool, year, age band and education.
-- reads: selection_step person
-- after: candidate
DROP TABLE IF EXISTS candidate_count;
CREATE TABLE candidate_count (
  unit_id TEXT NOT NULL, pool TEXT NOT NULL, year TEXT, age_band TEXT, education TEXT, persons INTEGER NOT NULL
) STRICT;
INSERT INTO candidate_count
SELECT candidate.unit_id, pool, year,
       CASE WHEN age < 18 THEN '0–17' WHEN age < 30 THEN '18–29' WHEN age < 35 THEN '30–34' WHEN age < 40 THEN '35–39'
            WHEN age < 45 THEN '40–44' WHEN age < 50 THEN '45–49' WHEN age >= 50 THEN '50+' END,
       education, count(*)
  FROM candidate JOIN person USING (person_id)
 GROUP BY 1, 2, 3, 4, 5;
CREATE INDEX candidate_count_by_pool ON candidate_count (pool, year, unit_id);
