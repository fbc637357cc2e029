-- A posting that overlaps another of the same person: nobody is in two posts at once.
-- table: placement
-- severity: warning
-- column: start_date
SELECT a.person_id, a.unit_id, a.start_date, a.start_date AS value,
       b.unit_id || ' ' || b.start_date || '–' || coalesce(b.end_date, '') AS detail
  FROM placement AS a
  JOIN placement AS b ON b.person_id = a.person_id AND (b.unit_id, b.start_date) <> (a.unit_id, a.start_date)
 WHERE a.start_date <= coalesce(b.end_date, '9999-12-31')
   AND b.start_date <= coalesce(a.end_date, '9999-12-31')
