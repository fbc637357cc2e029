-- How many people of each group have which stars, and how many are unrated, exempt or not eligible;
-- the group with the largest share of five stars among those rated comes first.
-- zh: 各组的星级分布，以及未评、免评、不参评人数。
-- unit: unit_id; its children are compared, all that lies under each counted
-- period: rating period such as 2018Q2
WITH counted AS (
  SELECT groups.group_id, groups.group_name, groups.group_kind, star_count.status, star_count.stars,
         sum(star_count.persons) AS persons
    FROM star_count JOIN unit_group AS groups USING (unit_id)
   WHERE groups.scope_id = coalesce(:unit, '')
     AND (:period IS NULL OR star_count.period = :period)
   GROUP BY groups.group_id, star_count.status, star_count.stars
)
SELECT *, total(persons) FILTER (WHERE stars = 5) OVER members
            / nullif(total(persons) FILTER (WHERE status = 'rated') OVER members, 0) AS five_share
  FROM counted
WINDOW members AS (PARTITION BY group_id)
 ORDER BY five_share IS NULL, five_share DESC, group_id, status, stars
