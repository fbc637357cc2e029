-- Cases that are public by name, one by one: who or which unit, what and when, a page at a time; `total` is how many in all.
-- zh: 公开到人的激励保障事项清单：对象、名称、日期，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts
-- year: calendar year
-- public: JSON list of kinds that are public by name
-- kind: kind of case
-- title: what it is called
-- month: month, such as 2018-06
-- whom: person or team
-- search: part of a name or a title
-- sort: case_date, kind, title, name, unit or whom
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH found AS (
  SELECT case_id, case_date, "case".kind, title, person_id, person.name, unit.name AS unit, iif(person_id IS NULL, 'team', 'person') AS whom, tree.rank
    FROM "case" LEFT JOIN person USING (person_id) JOIN unit ON unit.unit_id = coalesce(person.unit_id, "case".unit_id)
    JOIN unit_tree AS tree ON tree.unit_id = unit.unit_id
   WHERE "case".kind IN (SELECT value FROM json_each(:public)) AND (:kind IS NULL OR "case".kind = :kind)
     AND (:year IS NULL OR substr(case_date, 1, 4) = :year) AND (:month IS NULL OR substr(case_date, 1, 7) = :month)
     AND (:title IS NULL OR title = :title)
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:search IS NULL OR instr(coalesce(person.name, ''), :search) OR instr(title, :search) OR instr(unit.name, :search))
), keyed AS (
  SELECT *, CASE :sort WHEN 'kind' THEN kind WHEN 'title' THEN title WHEN 'name' THEN name WHEN 'unit' THEN rank
                       WHEN 'whom' THEN whom WHEN 'case_date' THEN case_date END AS key FROM found
   WHERE :whom IS NULL OR whom = :whom
)
SELECT case_date, kind, title, person_id, name, unit, whom, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, case_date DESC, case_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
