-- Cases by month, kind, title and unit, and whether they are about a person or about a whole unit.
-- reads: case person
DROP TABLE IF EXISTS case_count;
CREATE TABLE case_count (
  month TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, unit_id TEXT NOT NULL, whom TEXT NOT NULL, cases INTEGER NOT NULL,
  PRIMARY KEY (month, kind, title, unit_id, whom)
) STRICT, WITHOUT ROWID;
INSERT INTO case_count
SELECT substr(case_date, 1, 7), kind, title, coalesce(person.unit_id, "case".unit_id), iif(person_id IS NULL, 'team', 'person'), count(*)
  FROM "case" LEFT JOIN person USING (person_id)
 WHERE coalesce(person.unit_id, "case".unit_id) IS NOT NULL
 GROUP BY 1, 2, 3, 4, 5;
