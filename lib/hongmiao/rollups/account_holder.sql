-- Everyone who has a red account: Party members, applicants in their pool now, and whoever has an entry;
-- with the day of the last entry.
-- reads: person pool_membership points_entry
DROP TABLE IF EXISTS account_holder;
CREATE TABLE account_holder (
  person_id TEXT PRIMARY KEY, unit_id TEXT NOT NULL, role TEXT NOT NULL, last_date TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO account_holder
WITH entered AS (
  SELECT person_id, max(activity_date) AS last_date FROM points_entry GROUP BY person_id
), applicant AS (
  SELECT DISTINCT person_id FROM pool_membership WHERE pool = 'party_applicant' AND exit_date IS NULL
)
SELECT person_id, unit_id,
       CASE WHEN political_status IN ('member', 'probationary') THEN 'member'
            WHEN applicant.person_id IS NOT NULL THEN 'applicant' ELSE 'other' END, last_date
  FROM person LEFT JOIN entered USING (person_id) LEFT JOIN applicant USING (person_id)
 WHERE political_status IN ('member', 'probationary') OR applicant.person_id IS NOT NULL OR last_date IS NOT NULL;
