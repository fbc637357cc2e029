-- More people came to an activity than were expected.
-- table: activity
-- severity: warning
-- column: attended
SELECT activity_id, attended AS value, expected AS detail FROM activity WHERE attended > expected
