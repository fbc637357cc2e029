-- Persons (and units) that cases are about, by year, kind and group below the top, of kinds that are only counted. A cell of
-- fewer than the minimum is withheld: its number never leaves this question. One row more for each year and kind holds the
-- sum of the cells withheld (group_id rest), where that sum tells nothing of any one of them: at least two cells, the sum
-- at least the minimum, and less than it would be if each cell held as many as it may. Else the sum is withheld too.
-- Years and kinds are those of the policy, of public kinds and of cells that are shown, never those of a cell withheld.
-- zh: 只公布人数的激励保障事项：各年、各类、各组织的人数；少于最小组的不给出，其余合计只在不能推算出任何一格时给出。
-- public: JSON list of kinds that are public by name; all others are only counted
-- protected: JSON list of kinds that are only counted, in their order; more may follow
-- minimum: the smallest number shown; without it 5
-- as_of: the day that the data speaks of
-- unit: unit_id: the top for all cells, one of the groups for its own; none is given for what lies below
-- year: calendar year
-- kind: kind of case
-- part: group_id
-- state: shown for cells with their number, withheld for the others, rest for sums of those withheld
-- search: part of a group's name
-- sort: year, kind, group_name, subjects or state
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH below AS (
  -- The top itself belongs to its organs, for hardly anybody is counted in it alone.
  SELECT unit_id, iif(depth = 0 AND EXISTS (SELECT 1 FROM unit_group WHERE scope_id = '' AND group_id = 'organ'), 'organ', group_id) AS group_id,
         rank FROM unit_group JOIN unit_tree USING (unit_id) WHERE scope_id = ''
), leaf AS (
  SELECT year, kind, group_id, sum(subjects) AS held
    FROM case_subject JOIN below USING (unit_id)
   WHERE kind NOT IN (SELECT value FROM json_each(:public))
   GROUP BY 1, 2, 3
), groups AS (
  SELECT group_id, coalesce(unit.name, '') AS group_name, min(rank) AS rank
    FROM below LEFT JOIN unit ON unit.unit_id = group_id GROUP BY group_id
), years AS (
  SELECT year FROM case_subject WHERE kind IN (SELECT value FROM json_each(:public))
  UNION SELECT year FROM leaf WHERE held >= coalesce(:minimum, 5)
  UNION SELECT substr(:as_of, 1, 4) WHERE :as_of IS NOT NULL
), kinds AS (
  SELECT value AS kind, key AS place FROM json_each(:protected)
  UNION SELECT kind, 99 FROM leaf WHERE held >= coalesce(:minimum, 5) AND kind NOT IN (SELECT value FROM json_each(coalesce(:protected, '[]')))
), cell AS (
  SELECT year, kind, place, group_id, group_name, rank, coalesce(held, 0) AS held, coalesce(held, 0) >= coalesce(:minimum, 5) AS told
    FROM years CROSS JOIN kinds CROSS JOIN groups LEFT JOIN leaf USING (year, kind, group_id)
), rest AS (
  SELECT year, kind, place, count(*) AS cells, sum(held) AS held FROM cell WHERE NOT told GROUP BY year, kind, place
), told AS (
  SELECT year, kind, place, group_id, group_name, rank, iif(told, held, NULL) AS subjects, 1 AS cells, iif(told, 'shown', 'withheld') AS state
    FROM cell
  UNION ALL
  SELECT year, kind, place, 'rest', '', 1e9,
         iif(cells > 1 AND held >= coalesce(:minimum, 5) AND held < cells * (coalesce(:minimum, 5) - 1), held, NULL), cells, 'rest' FROM rest
), keyed AS (
  SELECT *, CASE :sort WHEN 'kind' THEN place WHEN 'group_name' THEN rank WHEN 'subjects' THEN subjects WHEN 'state' THEN state WHEN 'year' THEN year
                       END AS key FROM told
   WHERE (:year IS NULL OR year = :year) AND (:kind IS NULL OR kind = :kind) AND (:part IS NULL OR group_id = :part)
     AND (:state IS NULL OR state = :state) AND (:search IS NULL OR instr(group_name, :search))
     AND (:unit IS NULL OR group_id = :unit OR (SELECT depth = 0 AND (SELECT count(*) FROM unit_tree WHERE depth = 0) = 1
                                                  FROM unit_tree WHERE unit_id = :unit))
)
SELECT year, kind, group_id, group_name, subjects, cells, state, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, year DESC, place, kind, rank
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
