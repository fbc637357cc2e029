-- More people came to an activity than were expected.
-- table: activity
-- severity: warning
-- column: attended
SELECT source_id, source_line, attended AS value, expected AS detail FROM activity WHERE attended > expected
