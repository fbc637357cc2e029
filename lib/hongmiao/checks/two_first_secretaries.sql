-- Two first secretaries in one village at the same time.
-- table: placement
-- severity: warning
-- column: unit_id
SELECT a.person_id, a.unit_id, a.start_date, a.unit_id AS value, group_concat(b.person_id || ' ' || b.start_date, '、') AS detail
  FROM placement AS a
  JOIN placement AS b ON b.unit_id = a.unit_id AND b.kind = a.kind AND b.person_id <> a.person_id
 WHERE a.kind = 'first_secretary'
   AND a.start_date <= coalesce(b.end_date, '9999-12-31')
   AND b.start_date <= coalesce(a.end_date, '9999-12-31')
 GROUP BY a.person_id, a.unit_id, a.start_date
