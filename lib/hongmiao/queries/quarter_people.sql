-- The people of a unit, each with the rating of a period and of the one before, and with the person-times of a year's
-- courses up to a day: started, completed, of these completed lately, and overdue (the course is over, and not completed).
-- zh: 一个组织的人员：本期与上期评定，以及截至某日的开训、完成、逾期人次。
-- unit: unit_id; its whole subtree counts
-- period: rating period such as 2018Q2
-- before: the period before it
-- year: calendar year of the courses' start
-- day: the day up to which training counts, YYYY-MM-DD
-- since: the day from which completions are lately
WITH scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), mine AS MATERIALIZED (
  SELECT person_id, name, unit_id FROM person WHERE unit_id IN scope
), taken AS (
  -- Of several attempts at a course, whichever was completed counts.
  SELECT done.person_id, course.mandatory, coalesce(course.end_date, course.start_date) < :day AS over,
         max(done.status <> 'enrolled' AND course.start_date <= :day) AS started,
         max(done.status = 'completed' AND coalesce(done.completed_date, course.end_date, course.start_date) <= :day) AS completed,
         max(done.status = 'completed' AND coalesce(done.completed_date, course.end_date, course.start_date) < :since) AS earlier
    FROM mine CROSS JOIN enrolment AS done USING (person_id) CROSS JOIN course USING (course_id)
   WHERE :year IS NULL OR substr(course.start_date, 1, 4) = :year
   GROUP BY done.person_id, done.course_id
), trained AS (
  SELECT person_id, sum(started) AS started, sum(completed) AS completed, sum(completed AND NOT earlier) AS lately,
         sum(over AND NOT completed) AS overdue, sum(over AND NOT completed AND coalesce(mandatory, 0)) AS overdue_mandatory
    FROM taken GROUP BY person_id
)
SELECT mine.person_id, mine.name, mine.unit_id, unit.name AS unit, person_kind.kind, now.status, now.stars, was.status AS was_status, was.stars AS was_stars,
       coalesce(started, 0) AS started, coalesce(completed, 0) AS completed, coalesce(lately, 0) AS lately,
       coalesce(overdue, 0) AS overdue, coalesce(overdue_mandatory, 0) AS overdue_mandatory
  FROM mine JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id) LEFT JOIN person_kind USING (person_id) LEFT JOIN trained USING (person_id)
  LEFT JOIN star_rating AS now ON now.person_id = mine.person_id AND now.period = :period
  LEFT JOIN star_rating AS was ON was.person_id = mine.person_id AND was.period = :before
 ORDER BY tree.rank, mine.person_id
