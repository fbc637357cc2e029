-- How many people had which stars in each period.
-- zh: 各周期的星级构成。
-- unit: unit_id; its whole subtree counts
SELECT period, status, stars, sum(persons) AS persons
  FROM star_under
 WHERE part_id = coalesce(:unit, '')
 GROUP BY period, status, stars
 ORDER BY period, status, stars
