-- The headline figures of the pools: people inside now (each once) and those of them in several pools, stays that are open,
-- and stays that began and ended in a year, and of the latter those that ended in use and not in a plain leaving.
-- zh: 储备库在库人数、一人多库人数，以及一年的入库、出库和使用。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of entry or exit
SELECT (SELECT coalesce(sum(persons), 0) FROM pool_stock_under WHERE part_id = coalesce(:unit, '') AND pool = coalesce(:pool, '')) AS inside,
       (SELECT coalesce(sum(persons), 0) FROM pool_stock_under WHERE part_id = coalesce(:unit, '') AND pool = iif(:pool IS NULL, 'several', 'several ' || :pool)) AS several,
       coalesce(sum(iif(way = 'in', stays, -stays)), 0) AS open,
       coalesce(sum(stays) FILTER (WHERE way = 'in' AND (:year IS NULL OR substr(quarter, 1, 4) = :year)), 0) AS entered,
       coalesce(sum(stays) FILTER (WHERE way = 'out' AND (:year IS NULL OR substr(quarter, 1, 4) = :year)), 0) AS gone,
       coalesce(sum(stays) FILTER (WHERE way = 'out' AND what NOT IN ('left', '') AND (:year IS NULL OR substr(quarter, 1, 4) = :year)), 0) AS used
  FROM pool_flow_under WHERE part_id = coalesce(:unit, '') AND (:pool IS NULL OR pool = :pool)
