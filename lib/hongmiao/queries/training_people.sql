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
), taken AS MATERIALIZED (
  SELECT person_id, sum(courses) AS courses, sum(completed) AS completed FROM person_training
   WHERE (:year IS NULL OR year = :year) AND (:audience IS NULL OR audience = :audience) GROUP BY person_id
), found AS (
  SELECT person.person_id, person.name, unit.name AS unit, person.post_level, person.political_status,
         coalesce(taken.courses, 0) AS courses, coalesce(taken.completed, 0) AS completed, tree.rank
    FROM person JOIN person_kind USING (person_id) LEFT JOIN taken USING (person_id)
    JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id)
   WHERE CASE coalesce(:reach, 'enrolled') WHEN 'enrolled' THEN taken.courses > 0 WHEN 'done' THEN taken.completed > 0
              WHEN 'target' THEN person_kind.kind IN target
              WHEN 'covered' THEN taken.completed > 0 AND person_kind.kind IN target
              WHEN 'missed' THEN coalesce(taken.completed, 0) = 0 AND person_kind.kind IN target END
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(person.name, :search) OR instr(person.person_id, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'post_level' THEN post_level
                       WHEN 'political_status' THEN political_status WHEN 'courses' THEN courses WHEN 'completed' THEN completed
                       ELSE rank END AS key FROM found
)
SELECT person_id, name, unit, post_level, political_status, courses, completed, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
