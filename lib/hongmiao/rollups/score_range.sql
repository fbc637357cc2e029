-- The lowest and the highest score that any rater gave in a period: how wide the scale was used.
-- reads: rating_score
DROP TABLE IF EXISTS score_range;
CREATE TABLE score_range (period TEXT PRIMARY KEY, low REAL NOT NULL, high REAL NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO score_range
SELECT period, min(score), max(score) FROM rating_score GROUP BY period;
