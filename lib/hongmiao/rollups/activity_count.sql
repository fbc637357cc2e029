-- Activities by month due, unit and kind. Those held (late: after the day due) are counted together; those not held stand
-- by the day due (`open_since`, '' for held ones), so that a question can tell overdue from not yet due.
-- attended: everybody who came; present and expected: of activities where both are known; unmarked: held activities where
-- they are not.
-- reads: activity
DROP TABLE IF EXISTS activity_count;
CREATE TABLE activity_count (
  month TEXT NOT NULL, unit_id TEXT NOT NULL, kind TEXT NOT NULL, open_since TEXT NOT NULL, activities INTEGER NOT NULL,
  late INTEGER NOT NULL, attended INTEGER NOT NULL, present INTEGER NOT NULL, expected INTEGER NOT NULL,
  unmarked INTEGER NOT NULL,
  PRIMARY KEY (unit_id, kind, month, open_since)
) STRICT, WITHOUT ROWID;
INSERT INTO activity_count
SELECT substr(due_date, 1, 7), unit_id, kind, iif(held_date IS NULL, due_date, ''), count(*), coalesce(sum(held_date > due_date), 0),
       coalesce(sum(attended), 0), coalesce(sum(iif(expected IS NULL, 0, attended)), 0), coalesce(sum(iif(attended IS NULL, 0, expected)), 0),
       coalesce(sum(held_date IS NOT NULL AND expected + attended IS NULL), 0)
  FROM activity
 GROUP BY 2, 3, 1, 4;
