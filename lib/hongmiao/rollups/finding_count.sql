-- Findings of all loads by sheet, unit, record type and check: those of a load stand until another load has ended them.
-- The unit is '' where nobody knows whose row it is.
-- reads: finding
DROP TABLE IF EXISTS finding_count;
CREATE TABLE finding_count (
  load_id INTEGER NOT NULL, ended INTEGER, file TEXT NOT NULL, sheet TEXT NOT NULL, unit_id TEXT NOT NULL,
  record_type TEXT NOT NULL, code TEXT NOT NULL, severity TEXT NOT NULL, findings INTEGER NOT NULL
) STRICT;
INSERT INTO finding_count
SELECT finding.load_id, ended, file, sheet, coalesce(unit.unit_id, ''), coalesce(finding.record_type, ''), code, severity, count(*)
  FROM finding JOIN source USING (source_id) LEFT JOIN unit ON unit.unit_id = finding.unit_id
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
