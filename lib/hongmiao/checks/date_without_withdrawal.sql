-- A withdrawal date on an enrolment that was not withdrawn.
-- table: enrolment
-- severity: warning
-- column: withdrawn_date
SELECT source_id, source_line, withdrawn_date AS value, status AS detail
  FROM enrolment
 WHERE withdrawn_date IS NOT NULL AND status <> 'withdrawn'
