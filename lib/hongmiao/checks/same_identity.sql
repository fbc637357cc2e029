-- Two people with one identity number.
-- table: person
-- severity: warning
-- column: person_id
SELECT a.person_id, a.person_id AS value, group_concat(b.person_id, '、') AS detail
  FROM person AS a
  JOIN person AS b ON b.identity_digest = a.identity_digest AND b.person_id <> a.person_id
 WHERE a.identity_digest IS NOT NULL
 GROUP BY a.person_id
