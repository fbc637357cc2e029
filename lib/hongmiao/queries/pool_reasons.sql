-- By which channel people came in (way in) and for which reason and by whose decision they left (way out); what nobody
-- wrote down is unknown.
-- zh: 入库渠道，出库原因和决定机构。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of entry or exit
SELECT way, coalesce(nullif(iif(way = 'in', what, reason), ''), 'unknown') AS said,
       iif(way = 'in', NULL, coalesce(nullif(what, ''), 'unknown')) AS outcome, sum(stays) AS stays FROM pool_flow_under
 WHERE (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR substr(quarter, 1, 4) = :year)
   AND part_id = coalesce(:unit, '')
 GROUP BY 1, 2, 3 ORDER BY 1, stays DESC, 2, 3
