-- Seen from a unit, the groups below it that charts compare, and the group that each unit lies in.
-- zh: 从一个组织看，图中比较的各组及每个组织所在的组。
-- unit: unit_id; its children are compared
SELECT unit_id, group_id, group_name, group_kind FROM unit_group WHERE scope_id = coalesce(:unit, '') ORDER BY group_id, unit_id
