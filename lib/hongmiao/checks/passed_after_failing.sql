-- A step passed after an earlier one of the same pool was failed, with no exception named.
-- table: selection_step
-- severity: warning
-- column: result
SELECT later.person_id, later.pool, later.step, later.step AS value, group_concat(failed.step, '、') AS detail
  FROM selection_step AS failed
  JOIN selection_step AS later
    ON later.person_id = failed.person_id AND later.pool = failed.pool AND later.step_date > failed.step_date
 WHERE failed.result = 'failed' AND later.result = 'passed' AND later.exception_reason IS NULL
 GROUP BY later.person_id, later.pool, later.step
