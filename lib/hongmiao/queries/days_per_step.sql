-- How many days a pool's candidates took to each step from the one before: the median, the middle half, and of how many
-- people it is known. A median is the fewest days within which at least half had taken the step.
-- zh: 各选拔环节距上一环节的天数：中位数、四分位数和人数。
-- unit: unit_id; its whole subtree counts
-- pool: pool code or name
-- year: year of the candidates' first step
WITH counted AS (
  SELECT step, days, sum(persons) AS persons FROM step_days_under
   WHERE (:pool IS NULL OR pool = :pool) AND (:year IS NULL OR year = :year)
     AND part_id = coalesce(:unit, '')
   GROUP BY step, days
), ranked AS (
  SELECT step, days, sum(persons) OVER (PARTITION BY step ORDER BY days) AS so_far, sum(persons) OVER (PARTITION BY step) AS persons
    FROM counted
)
SELECT step, persons, min(days) FILTER (WHERE so_far * 4 >= persons) AS low, min(days) FILTER (WHERE so_far * 2 >= persons) AS median,
       min(days) FILTER (WHERE so_far * 4 >= persons * 3) AS high
  FROM ranked GROUP BY step, persons ORDER BY step
