-- How many whole months people had been in each pool when they left: the median, the middle half, and of how many stays.
-- Stays that are open are not among them: how long they will last nobody knows yet. A median is the fewest months within
-- which at least half had left.
-- zh: 各储备库出库人员的在库月数：中位数、四分位数和条数；仍在库的不计入。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the exit
WITH counted AS (
  SELECT pool, months, sum(stays) AS stays FROM pool_time_under
   WHERE (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
     AND part_id = coalesce(:unit, '')
   GROUP BY pool, months
), ranked AS (
  SELECT pool, months, sum(stays) OVER (PARTITION BY pool ORDER BY months) AS so_far, sum(stays) OVER (PARTITION BY pool) AS stays
    FROM counted
)
SELECT pool, stays, min(months) FILTER (WHERE so_far * 4 >= stays) AS low, min(months) FILTER (WHERE so_far * 2 >= stays) AS median,
       min(months) FILTER (WHERE so_far * 4 >= stays * 3) AS high
  FROM ranked GROUP BY pool, stays ORDER BY pool
