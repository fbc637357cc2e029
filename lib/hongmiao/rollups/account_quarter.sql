-- What was booked to each account in each quarter: entries, times (an entry without a number counts once), points.
-- reads: points_entry
DROP TABLE IF EXISTS account_quarter;
CREATE TABLE account_quarter (
  period TEXT NOT NULL, person_id TEXT NOT NULL, entries INTEGER NOT NULL, times INTEGER NOT NULL, points REAL NOT NULL,
  PRIMARY KEY (period, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO account_quarter
SELECT substr(activity_date, 1, 4) || 'Q' || ((substr(activity_date, 6, 2) + 2) / 3), person_id,
       count(*), sum(coalesce(times, 1)), round(sum(points), 6)
  FROM points_entry GROUP BY 1, 2;
CREATE INDEX account_quarter_points ON account_quarter (period, points);
