-- Cases that are public by name, of each group below a unit: how many by month, title, and whether of a person or of a team.
-- zh: 公开到人的激励保障事项：各组织、各月、各名称的个人和集体件数。
-- unit: unit_id; its children are compared, all that lies under each counted
-- year: calendar year
-- public: JSON list of kinds that are public by name
SELECT group_id, group_name, group_kind, kind, month, title, whom, sum(cases) AS count
  FROM unit_part JOIN case_under USING (part_id)
 WHERE scope_id = coalesce(:unit, '') AND kind IN (SELECT value FROM json_each(:public)) AND (:year IS NULL OR substr(month, 1, 4) = :year)
 GROUP BY group_id, kind, month, title, whom
 ORDER BY group_id, kind, month, title, whom
