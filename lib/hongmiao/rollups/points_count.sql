-- Entries, times (an entry without a number counts once) and points by quarter, unit, activity and effect.
-- reads: points_entry person
DROP TABLE IF EXISTS points_count;
CREATE TABLE points_count (
  period TEXT NOT NULL, unit_id TEXT NOT NULL, activity TEXT NOT NULL, effect TEXT NOT NULL,
  entries INTEGER NOT NULL, times INTEGER NOT NULL, points REAL NOT NULL,
  PRIMARY KEY (period, unit_id, activity, effect)
) STRICT, WITHOUT ROWID;
INSERT INTO points_count
SELECT substr(activity_date, 1, 4) || 'Q' || ((substr(activity_date, 6, 2) + 2) / 3), unit_id,
       coalesce(activity, 'none'), coalesce(effect, 'none'), count(*), sum(coalesce(times, 1)), round(sum(points), 6)
  FROM points_entry JOIN person USING (person_id) GROUP BY 1, 2, 3, 4;
