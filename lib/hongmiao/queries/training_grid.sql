-- Each group below a unit against each level: the people the level is for (target) and those of them who completed a
-- course of it (covered); person-times begun (started) and completed.
-- zh: 各组织、各培训层级的应训人数、已覆盖人数、已开训人次和完成人次。
-- unit: unit_id; its children are compared, all that lies under each counted
-- year: calendar year of the courses' start
-- targets: a JSON object, the kinds of people that each level is for
WITH target AS MATERIALIZED (
  SELECT CAST(level.key AS TEXT) AS audience, CAST(one.value AS INTEGER) AS kind FROM json_each(:targets) AS level JOIN json_each(level.value) AS one
), member AS MATERIALIZED (
  SELECT part_id, group_id, group_name FROM unit_part WHERE scope_id = coalesce(:unit, '')
), counted AS (
  SELECT group_id, group_name, audience, persons AS target, 0 AS covered, 0 AS started, 0 AS completed
    FROM member JOIN kind_under USING (part_id) JOIN target USING (kind)
  UNION ALL
  SELECT group_id, group_name, audience, 0, completed, 0, 0
    FROM member JOIN training_reach_under USING (part_id) JOIN target USING (audience, kind) WHERE year = coalesce(:year, 'all')
  UNION ALL
  SELECT group_id, group_name, audience, 0, 0, iif(status = 'enrolled', 0, persontimes), iif(status = 'completed', persontimes, 0)
    FROM member JOIN training_under USING (part_id) WHERE :year IS NULL OR year = :year
)
SELECT group_id, group_name, audience, sum(target) AS target, sum(covered) AS covered, sum(started) AS started, sum(completed) AS completed
  FROM counted GROUP BY group_id, audience ORDER BY group_id, audience
