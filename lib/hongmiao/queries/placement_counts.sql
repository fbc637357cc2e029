-- Postings by kind, theme, stage on a day, time served against the term, and grade; `twice` counts those of people who
-- hold more than one post on the day.
-- zh: 墩苗岗位按类别、主题、是否在岗、任期和等次的数量，以及一人多岗的岗位数。
-- unit: unit_id of the posts; its whole subtree counts
-- day: the day looked at
-- shortest: years of the shortest term
-- longest: years of the longest term
WITH staged AS (
  SELECT post.*, CASE WHEN start_date > :day THEN 'planned' WHEN end_date < :day THEN 'ended' ELSE 'serving' END AS stage,
         min(coalesce(end_date, :day), :day) AS until
    FROM placement AS post
), held AS (
  SELECT person_id, count(*) AS posts FROM staged WHERE stage = 'serving' GROUP BY person_id
)
SELECT kind, coalesce(theme, 'none') AS theme, stage,
       CASE WHEN start_date > until THEN NULL
            WHEN until < date(start_date, '+' || :shortest || ' years') THEN 'short'
            WHEN until > date(start_date, '+' || :longest || ' years') THEN 'long' ELSE 'within' END AS term,
       coalesce(grade, iif(stage = 'serving', 'serving', 'ungraded')) AS grade,
       count(*) AS posts, sum(stage = 'serving' AND posts > 1) AS twice
  FROM staged JOIN unit_tree AS tree USING (unit_id) LEFT JOIN held USING (person_id)
 WHERE :unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                      AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
