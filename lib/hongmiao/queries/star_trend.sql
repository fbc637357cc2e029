-- How many people had which stars in each period.
-- zh: 各周期的星级构成。
-- unit: unit_id; its whole subtree counts
SELECT period, status, stars, sum(persons) AS persons
  FROM star_count JOIN unit_tree USING (unit_id)
 WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                 AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
 GROUP BY period, status, stars
 ORDER BY period, status, stars
