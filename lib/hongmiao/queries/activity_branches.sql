-- The units that owe activities, each one row: held in time and late, overdue, the shares held and attended, and the rank
-- by the share held among those of its town and of the district, each with how many there are; `total` is how many in all.
-- zh: 各支部（组织）活动开展情况：按时、逾期、未开展次数，开展率、出勤率，镇内和全区位次，可分页、排序、搜索。
-- unit: unit_id; its whole subtree counts; the ranks are those of the whole
-- year: calendar year of the day due
-- kind: kind of activity
-- lacking: 1 for those with something overdue
-- as_of: the day by which what was due is overdue
-- search: part of a name or an id
-- sort: unit_id, unit, town, due, in_time, late, overdue, held, rate, place or town_place
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH counted AS (
  SELECT unit_id, sum(iif(open_since = '', activities - late, 0)) AS in_time, sum(late) AS late,
         sum(iif(open_since <> '' AND open_since <= :as_of, activities, 0)) AS overdue, sum(present) AS present, sum(expected) AS expected
    FROM activity_count
   WHERE (:year IS NULL OR substr(month, 1, 4) = :year) AND (:kind IS NULL OR kind = :kind)
   GROUP BY unit_id
), measured AS (
  SELECT counted.unit_id, unit.name AS unit, town.name AS town, in_time + late + overdue AS due, in_time, late, overdue,
         (in_time + late) * 1.0 / (in_time + late + overdue) AS held, present * 1.0 / nullif(expected, 0) AS rate,
         tree.rank, tree.town_id
    FROM counted JOIN unit USING (unit_id) JOIN unit_tree AS tree USING (unit_id) LEFT JOIN unit AS town ON town.unit_id = tree.town_id
   WHERE in_time + late + overdue > 0
), ranked AS (
  SELECT *, rank() OVER (ORDER BY held DESC) AS place, count(*) OVER () AS among,
         rank() OVER (PARTITION BY town_id ORDER BY held DESC) AS town_place, count(*) OVER (PARTITION BY town_id) AS town_among
    FROM measured
), keyed AS (
  SELECT *, CASE :sort WHEN 'unit_id' THEN unit_id WHEN 'unit' THEN unit WHEN 'town' THEN town WHEN 'due' THEN due WHEN 'in_time' THEN in_time
                       WHEN 'late' THEN late WHEN 'overdue' THEN overdue WHEN 'held' THEN held WHEN 'rate' THEN rate
                       WHEN 'place' THEN place WHEN 'town_place' THEN town_place ELSE -overdue END AS key FROM ranked
   WHERE (:unit IS NULL OR rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                    AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:lacking IS NULL OR overdue > 0) AND (:search IS NULL OR instr(unit, :search) OR instr(unit_id, :search))
)
SELECT unit_id, unit, town, due, in_time, late, overdue, held, rate, place, among, town_place, town_among, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
