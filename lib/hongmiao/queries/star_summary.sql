-- The headline figures of a rating period: rated, mean stars, five stars, and those without stars by status.
-- zh: 一个周期的参评人数、平均星级、五星人数，以及没有星级的各类人数。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
SELECT coalesce(sum(persons) FILTER (WHERE status = 'rated'), 0) AS rated,
       sum(stars * persons) FILTER (WHERE status = 'rated') * 1.0
         / sum(persons) FILTER (WHERE status = 'rated') AS mean_stars,
       coalesce(sum(persons) FILTER (WHERE stars = 5), 0) AS five_stars,
       coalesce(sum(persons) FILTER (WHERE status = 'unrated'), 0) AS unrated,
       coalesce(sum(persons) FILTER (WHERE status = 'exempt'), 0) AS exempt,
       coalesce(sum(persons) FILTER (WHERE status = 'not_eligible'), 0) AS not_eligible
  FROM star_under
 WHERE (:period IS NULL OR period = :period)
   AND part_id = coalesce(:unit, '')
