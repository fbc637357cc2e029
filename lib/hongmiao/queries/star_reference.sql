-- What a unit's stars are held against: the whole store's share of five stars in per cent and its mean stars, as printed.
-- zh: 全库一个周期的五星占比（百分数，一位小数）和平均星级（两位小数），供单位对照。
-- period: rating period such as 2018Q2
SELECT round(100.0 * total(persons) FILTER (WHERE stars = 5) / sum(persons), 1) AS five_percent,
       round(total(stars * persons) / sum(persons), 2) AS mean_stars
  FROM star_under WHERE part_id = '' AND status = 'rated' AND (:period IS NULL OR period = :period)
