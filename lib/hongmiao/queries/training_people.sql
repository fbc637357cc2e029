-- People and their training of a year, each one row, a page at a time; `total` is how many there are in all.
-- zh: 人员培训情况：每人一行，报名和完成的班次数，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- year: calendar year of the courses' start
-- audience: level of the courses
-- reach: enrolled (the default), done (completed any), target (those the levels are for), covered (of these, who completed any) or missed (who did not)
-- targets: a JSON object, the kinds of people that each level is for
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, post_level, political_status, courses or completed
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH target AS MATERIALIZED (
  SELECT DISTINCT CAST(one.value AS INTEGER) AS kind FROM json_each(:targets) AS level JOIN json_each(level.value) AS one
   WHERE :audience IS NULL OR level.key = :audience
), given AS MATERIALIZED (
  SELECT year, audience FROM training_plan WHERE (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience)
), scope AS MATERIALIZED (
  SELECT min(rank) AS first, max(last_rank) AS last FROM unit_tree WHERE :unit IS NULL OR unit_id = :unit
), walked AS (
  -- Unit by unit and person by person, which is the order of a list that nobody sorts: only as far as the page goes.
  SELECT person_id, tree.rank, coalesce((SELECT sum(courses) FROM given CROSS JOIN person_training AS taken USING (year, audience)
                                          WHERE taken.person_id = person.person_id), 0) AS courses,
         coalesce((SELECT sum(completed) FROM given CROSS JOIN person_training AS taken USING (year, audience)
                    WHERE taken.person_id = person.person_id), 0) AS completed
    FROM unit_tree AS tree CROSS JOIN person USING (unit_id) CROSS JOIN person_kind USING (person_id)
   WHERE :sort IS NULL AND :search IS NULL AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND CASE coalesce(:reach, 'enrolled') WHEN 'enrolled' THEN courses > 0 WHEN 'done' THEN completed > 0
              WHEN 'target' THEN kind IN target WHEN 'covered' THEN kind IN target AND completed > 0
              WHEN 'missed' THEN kind IN target AND completed = 0 END
   ORDER BY tree.rank, person_id LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
), counted AS (
  SELECT (SELECT coalesce(sum(CASE coalesce(:reach, 'enrolled') WHEN 'enrolled' THEN persons WHEN 'done' THEN completed
                                   WHEN 'covered' THEN iif(kind IN target, completed, 0) WHEN 'missed' THEN iif(kind IN target, -completed, 0) ELSE 0 END), 0)
            FROM training_reach_under WHERE part_id = coalesce(:unit, '') AND year = coalesce(:year, 'all') AND audience = coalesce(:audience, ''))
         + (SELECT coalesce(sum(persons), 0) FROM kind_under WHERE part_id = coalesce(:unit, '') AND kind IN target AND :reach IN ('target', 'missed')) AS total
), taken AS MATERIALIZED (
  SELECT person_id, sum(courses) AS courses, sum(completed) AS completed FROM person_training
   WHERE (:sort IS NOT NULL OR :search IS NOT NULL) AND (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience)
   GROUP BY person_id
), found AS (
  SELECT person.person_id, person.name, unit.name AS unit, person.post_level, person.political_status,
         coalesce(taken.courses, 0) AS courses, coalesce(taken.completed, 0) AS completed, tree.rank
    FROM person JOIN person_kind USING (person_id) LEFT JOIN taken USING (person_id)
    JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE (:sort IS NOT NULL OR :search IS NOT NULL)
     AND CASE coalesce(:reach, 'enrolled') WHEN 'enrolled' THEN taken.courses > 0 WHEN 'done' THEN taken.completed > 0
              WHEN 'target' THEN person_kind.kind IN target
              WHEN 'covered' THEN taken.completed > 0 AND person_kind.kind IN target
              WHEN 'missed' THEN coalesce(taken.completed, 0) = 0 AND person_kind.kind IN target END
     AND tree.rank BETWEEN (SELECT first FROM scope) AND (SELECT last FROM scope)
     AND (:search IS NULL OR instr(person.name, :search) OR instr(person.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'post_level' THEN post_level
                       WHEN 'political_status' THEN political_status WHEN 'courses' THEN courses WHEN 'completed' THEN completed
                       ELSE rank END AS key FROM found
), sorted AS (
  SELECT *, count(*) OVER () AS total FROM keyed
   ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
   LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
)
SELECT person_id, name, unit, post_level, political_status, courses, completed, total FROM sorted
UNION ALL
SELECT person_id, person.name, unit.name, post_level, political_status, courses, completed, total
  FROM (SELECT * FROM walked) CROSS JOIN counted CROSS JOIN person USING (person_id) CROSS JOIN unit USING (unit_id)
