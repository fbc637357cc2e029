-- The steps of each pool in their order.
-- zh: 各储备库的选拔环节，按先后排列。
SELECT pool, step FROM step_under WHERE part_id = '' GROUP BY pool, step ORDER BY pool, min(place)
