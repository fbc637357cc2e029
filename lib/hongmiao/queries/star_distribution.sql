-- How many people of each group have which stars, and how many are unrated, exempt or not eligible;
-- the group with the largest share of five stars among those rated comes first.
-- zh: 各组的星级分布，以及未评、免评、不参评人数。
-- unit: unit_id; its children are compared, all that lies under each counted
-- period: rating period such as 2018Q2
WITH counted AS (
  SELECT groups.group_id, groups.group_name, groups.group_kind, status, stars,
         sum(persons) AS persons
    FROM star_under JOIN unit_part AS groups USING (part_id)
   WHERE groups.scope_id = coalesce(:unit, '')
     AND (:period IS NULL OR period = :period)
   GROUP BY groups.group_id, status, stars
)
SELECT *, total(persons) FILTER (WHERE stars = 5) OVER members
            / nullif(total(persons) FILTER (WHERE status = 'rated') OVER members, 0) AS five_share
  FROM counted
WINDOW members AS (PARTITION BY group_id)
 ORDER BY five_share IS NULL, five_share DESC, group_id, status, stars
