-- Whom cases are about: how many persons or units by year, kind and unit, each counted once a year and kind.
-- reads: case person
DROP TABLE IF EXISTS case_subject;
CREATE TABLE case_subject (
  year TEXT NOT NULL, kind TEXT NOT NULL, unit_id TEXT NOT NULL, subjects INTEGER NOT NULL, PRIMARY KEY (year, kind, unit_id)
) STRICT, WITHOUT ROWID;
INSERT INTO case_subject
SELECT substr(case_date, 1, 4), kind, coalesce(person.unit_id, "case".unit_id), count(DISTINCT coalesce('P' || person_id, 'U' || "case".unit_id))
  FROM "case" LEFT JOIN person USING (person_id)
 WHERE coalesce(person.unit_id, "case".unit_id) IS NOT NULL
 GROUP BY 1, 2, 3;
