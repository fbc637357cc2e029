-- People by unit and kind: how many each level of training is for.
-- reads: person pool_membership
-- after: person_kind
DROP TABLE IF EXISTS kind_count;
CREATE TABLE kind_count (
  unit_id TEXT NOT NULL, kind INTEGER NOT NULL, persons INTEGER NOT NULL, PRIMARY KEY (unit_id, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO kind_count
SELECT unit_id, kind, 1 FROM person JOIN person_kind USING (person_id) WHERE true
    ON CONFLICT DO UPDATE SET persons = persons + 1;
