-- What is known of each person on a day: the fields that a policy's conditions are about. Only what is dated up
-- to that day counts; what is not known is empty, never 0; where no row of a kind has been loaded by then, it is unknown.
-- zh: 截至某日每个人的资格事实（年龄、党龄、星级、学时、积分等）。
-- as_of: the day, such as 2018-06-30; without it, today
-- pool: the pool that the time since applying and the time in the pool are about
-- periods: how many of the last rating periods count
-- unit: unit_id; its whole subtree counts
-- people: a JSON list of person ids; only these
WITH RECURSIVE day AS MATERIALIZED (
  SELECT today, substr(today, 1, 4) || '-01-01' AS new_year, date(today, '-12 months', '+1 day') AS year_before
    FROM (SELECT coalesce(:as_of, date('now', 'localtime')) AS today)
), scope AS (
  SELECT unit_id FROM unit_tree
   WHERE :unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                   AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), place AS MATERIALIZED (
  -- A branch stands where the unit above it stands.
  SELECT unit_id, unit_id AS above, kind, parent_id FROM unit
  UNION
  SELECT place.unit_id, unit.unit_id, unit.kind, unit.parent_id
    FROM place JOIN unit ON unit.unit_id = place.parent_id WHERE place.kind = 'branch'
), ended AS MATERIALIZED (
  SELECT period, CASE WHEN substr(period, 5) IN ('', 'H2') THEN substr(period, 1, 4) || '-12-31'
                      WHEN substr(period, 5) = 'H1' THEN substr(period, 1, 4) || '-06-30'
                      WHEN substr(period, 5, 1) = 'Q'
                      THEN date(printf('%s-%02d-01', substr(period, 1, 4), 3 * substr(period, 6)), '+1 month', '-1 day')
                      ELSE date(period || '-01', '+1 month', '-1 day') END AS last_day
    FROM (SELECT period FROM star_under WHERE part_id = '' UNION SELECT period FROM assessment_under WHERE part_id = '')
), recent AS MATERIALIZED (
  SELECT period FROM ended
   WHERE last_day <= (SELECT today FROM day) AND period IN (SELECT period FROM star_under WHERE part_id = '')
   ORDER BY last_day DESC, period DESC LIMIT coalesce(:periods, -1)
), loaded AS MATERIALIZED (
  -- No row at all is not a row of nought: the records may only be missing.
  SELECT EXISTS (SELECT 1 FROM enrolment) AS training, EXISTS (SELECT 1 FROM pool_membership WHERE entry_date <= (SELECT today FROM day)) AS stays,
         EXISTS (SELECT 1 FROM points_entry WHERE activity_date <= (SELECT today FROM day)) AS points,
         EXISTS (SELECT 1 FROM placement WHERE start_date <= (SELECT today FROM day)) AS placements
)
SELECT person.person_id, person.name, person.unit_id,
       CASE WHEN birth_date <= today
            THEN substr(today, 1, 4) - substr(birth_date, 1, 4) - (substr(today, 6) < substr(birth_date, 6)) END AS age,
       CASE WHEN party_date <= today
            THEN substr(today, 1, 4) - substr(party_date, 1, 4) - (substr(today, 6) < substr(party_date, 6)) END AS party_years,
       sex, ethnicity, education, full_time_degree, post_level, traits,
       CASE WHEN party_date IS NULL OR party_date <= today THEN political_status END AS political_status,
       (SELECT kind FROM place WHERE place.unit_id = person.unit_id AND kind <> 'branch') AS place_kind,
       settled_date <= today AS settled,
       (SELECT iif(loaded.stays, coalesce(group_concat(DISTINCT stay.pool), ''), NULL) FROM pool_membership AS stay
         WHERE stay.person_id = person.person_id AND entry_date <= today AND (exit_date IS NULL OR exit_date > today)) AS pools,
       (SELECT 12 * (substr(today, 1, 4) - substr(first, 1, 4)) + substr(today, 6, 2) - substr(first, 6, 2) - (substr(today, 9) < substr(first, 9))
          FROM (SELECT min(step_date) AS first FROM selection_step AS step
                 WHERE step.person_id = person.person_id AND pool = :pool AND step_date <= today)) AS months_since_applying,
       (SELECT 12 * (substr(today, 1, 4) - substr(first, 1, 4)) + substr(today, 6, 2) - substr(first, 6, 2) - (substr(today, 9) < substr(first, 9))
          FROM (SELECT max(entry_date) AS first FROM pool_membership AS stay
                 WHERE stay.person_id = person.person_id AND pool = :pool AND entry_date <= today
                   AND (exit_date IS NULL OR exit_date > today))) AS months_in_pool,
       (SELECT avg(stars) FROM star_rating AS rating
         WHERE rating.person_id = person.person_id AND period IN recent AND status = 'rated') AS stars_mean,
       (SELECT min(stars) FROM star_rating AS rating
         WHERE rating.person_id = person.person_id AND period IN recent AND status = 'rated') AS stars_lowest,
       (SELECT iif(loaded.training AND count(*) = count(hours), total(hours), NULL) FROM
         (SELECT max(iif(coalesce(completed_date, end_date, start_date) IS NULL, NULL, coalesce(done.hours_done, course.hours))) AS hours
            FROM enrolment AS done JOIN course USING (course_id)
           WHERE done.person_id = person.person_id AND status = 'completed'
             AND coalesce(completed_date, end_date, start_date, today) BETWEEN new_year AND today GROUP BY course_id)) AS training_hours_year,
       (SELECT iif(loaded.training AND count(*) = count(hours), total(hours), NULL) FROM
         (SELECT max(iif(coalesce(completed_date, end_date, start_date) IS NULL, NULL, coalesce(done.hours_done, course.hours))) AS hours
            FROM enrolment AS done JOIN course USING (course_id)
           WHERE done.person_id = person.person_id AND status = 'completed'
             AND coalesce(completed_date, end_date, start_date, today) BETWEEN year_before AND today GROUP BY course_id)) AS training_hours_12m,
       (SELECT 100.0 * total(completed) / nullif(count(*), 0) FROM
         (SELECT max(status = 'completed') AS completed FROM enrolment AS done JOIN course USING (course_id)
           WHERE done.person_id = person.person_id AND start_date BETWEEN new_year AND today
             AND status IN ('completed', 'failed', 'withdrawn', 'absent')
             AND coalesce(completed_date, withdrawn_date, '') <= today GROUP BY course_id)) AS completion_year,
       (SELECT iif(loaded.training, count(DISTINCT course_id), NULL) FROM enrolment AS missed JOIN course USING (course_id)
         WHERE missed.person_id = person.person_id AND status = 'absent' AND start_date BETWEEN year_before AND today) AS absences_12m,
       (SELECT iif(loaded.points, total(points), NULL) FROM points_entry AS entry
         WHERE entry.person_id = person.person_id AND activity_date BETWEEN new_year AND today) AS points_year,
       (SELECT iif(loaded.placements, coalesce(sum(12 * (substr(until, 1, 4) - substr(since, 1, 4)) + substr(until, 6, 2) - substr(since, 6, 2)
                                                   - (substr(until, 9) < substr(since, 9))), 0), NULL)
          FROM (SELECT start_date AS since, date(min(coalesce(end_date, today), today), '+1 day') AS until FROM placement AS post
                 WHERE post.person_id = person.person_id AND start_date <= today)) AS placement_months,
       (SELECT CASE WHEN count(*) > count(score) THEN NULL
                    WHEN count(*) = count(weight) AND sum(weight) > 0 THEN sum(weight * score) / sum(weight)
                    ELSE avg(score) END FROM assessment
         WHERE assessment.person_id = person.person_id
           AND period = (SELECT period FROM assessment AS other JOIN ended USING (period)
                          WHERE other.person_id = person.person_id AND last_day <= today
                          ORDER BY last_day DESC, period DESC LIMIT 1)) AS assessment_score
  FROM person CROSS JOIN day CROSS JOIN loaded
 WHERE (:unit IS NULL OR person.unit_id IN scope)
   AND (:people IS NULL OR person.person_id IN (SELECT value FROM json_each(:people)))
