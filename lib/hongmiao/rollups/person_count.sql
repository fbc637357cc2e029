-- People and Party members by unit: the denominators of shares.
-- reads: person
DROP TABLE IF EXISTS person_count;
CREATE TABLE person_count (unit_id TEXT PRIMARY KEY, persons INTEGER NOT NULL, members INTEGER NOT NULL)
  STRICT, WITHOUT ROWID;
INSERT INTO person_count
SELECT unit_id, count(*), sum(political_status IS 'member') FROM person GROUP BY unit_id;
