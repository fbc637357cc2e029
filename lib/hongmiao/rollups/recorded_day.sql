-- The days on which something other than a completed course is recorded to have happened.
-- reads: selection_step pool_membership points_entry placement activity
DROP TABLE IF EXISTS recorded_day;
CREATE TABLE recorded_day (day TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO recorded_day SELECT step_date FROM selection_step WHERE step_date IS NOT NULL;
INSERT OR IGNORE INTO recorded_day SELECT entry_date FROM pool_membership WHERE entry_date IS NOT NULL;
INSERT OR IGNORE INTO recorded_day SELECT exit_date FROM pool_membership WHERE exit_date IS NOT NULL;
INSERT OR IGNORE INTO recorded_day SELECT activity_date FROM points_entry WHERE activity_date IS NOT NULL;
INSERT OR IGNORE INTO recorded_day SELECT start_date FROM placement WHERE start_date IS NOT NULL;
INSERT OR IGNORE INTO recorded_day SELECT held_date FROM activity WHERE held_date IS NOT NULL;
