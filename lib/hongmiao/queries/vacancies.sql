-- The posts that fell vacant in a unit, the longest open first, with who filled them and how many days that took.
-- zh: 空缺职位：用人单位、层次、空缺天数、补任人员和用时。
-- unit: unit_id; its whole subtree counts
-- day: the day up to which an open post counts its days
SELECT vacancy_id, vacancy.unit_id, unit.name AS unit, vacancy.post, coalesce(vacancy.post_level, 'none') AS post_level, open_date,
       filled_date IS NOT NULL OR filled_by IS NOT NULL AS filled, filled_by, person.name AS filled_name, filled_date,
       CAST(julianday(iif(filled_by IS NULL, coalesce(filled_date, :day), filled_date)) - julianday(open_date) AS INTEGER) AS days
  FROM vacancy JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
  LEFT JOIN person ON person.person_id = vacancy.filled_by
 WHERE :unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                      AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
 ORDER BY filled, open_date, vacancy_id
