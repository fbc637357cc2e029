-- Projects with their share done, the share that even work would have done by a day, and what the records count for them.
-- Its status is done, late (its day has come), on_track, behind by `within`, or open where no day due or nothing done is known.
-- zh: 项目清单：目标、完成、进度、按时间应有进度、状态，以及与台账核对的差异，可分页、排序、搜索。
-- unit: unit_id; projects of its whole subtree; one without an owner is the top's
-- stage: stage of the programme
-- status: state; differs for those whose number is not what the records count, matched for those that could be compared
-- place: 1 for those that build places
-- project: project_id
-- named: what its name must hold
-- as_of: the day that the data speaks of
-- begins: month and day on which work is taken to begin in the year of the day due, such as 01-01
-- within: how far the share done may be below the expected one
-- places: JSON list; a project whose name holds one of them builds places
-- matches: JSON list of name (a part of a project's), count (a name in recorded_count) and words
-- search: part of a name, an id or an owner's name
-- sort: project_id, stage, name, owner, target, done, share, due_date, expected, status, recorded, difference, counted or unit_of_measure
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH known AS (
  SELECT project.project_id, project.stage, project.name, unit.name AS owner, target, project.done, unit_of_measure, due_date,
         instr('select train temper use protect', project.stage) AS place_of_stage, project.done / nullif(target, 0) AS share,
         EXISTS (SELECT 1 FROM json_each(:places) WHERE instr(project.name, value)) AS place,
         CASE WHEN due_date IS NULL THEN NULL WHEN due_date <= :as_of THEN 1.0
              ELSE max(0, julianday(:as_of) - julianday(substr(due_date, 1, 5) || :begins)) * 1.0
                   / nullif(max(0, julianday(due_date) - julianday(substr(due_date, 1, 5) || :begins)), 0) END AS expected,
         (SELECT min(key) FROM json_each(:matches) WHERE instr(project.name, value ->> 'name')) AS matched, coalesce(tree.rank, 1) AS rank
    FROM project LEFT JOIN unit ON unit.unit_id = owner_unit_id LEFT JOIN unit_tree AS tree ON tree.unit_id = owner_unit_id
   WHERE :unit IS NULL OR coalesce(tree.rank, 1) BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                                     AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit)
), set_beside AS (
  SELECT known.*, json_extract(:matches, '$[' || matched || '].words') AS counted, recorded.count AS recorded, known.done - recorded.count AS difference,
         CASE WHEN share >= 1 THEN 'done' WHEN due_date <= :as_of THEN 'late' WHEN share IS NULL OR expected IS NULL THEN 'open'
              WHEN share < expected - :within - 1e-9 THEN 'behind' ELSE 'on_track' END AS status
    FROM known LEFT JOIN recorded_count AS recorded
         ON recorded.name = json_extract(:matches, '$[' || matched || '].count') AND recorded.year IN ('', substr(due_date, 1, 4))
), keyed AS (
  SELECT *, CASE :sort WHEN 'project_id' THEN project_id WHEN 'stage' THEN place_of_stage WHEN 'name' THEN name WHEN 'owner' THEN rank
                       WHEN 'target' THEN target WHEN 'done' THEN done WHEN 'share' THEN share WHEN 'due_date' THEN due_date
                       WHEN 'expected' THEN expected WHEN 'status' THEN status WHEN 'recorded' THEN recorded
                       WHEN 'difference' THEN abs(difference) WHEN 'counted' THEN counted
                       WHEN 'unit_of_measure' THEN unit_of_measure END AS key
    FROM set_beside
   WHERE (:stage IS NULL OR stage = :stage) AND (:place IS NULL OR place) AND (:project IS NULL OR project_id = :project)
     AND (:named IS NULL OR instr(name, :named))
     AND CASE :status WHEN 'differs' THEN difference <> 0 WHEN 'matched' THEN difference IS NOT NULL ELSE :status IS NULL OR status = :status END
     AND (:search IS NULL OR instr(name, :search) OR instr(project_id, :search) OR instr(coalesce(owner, ''), :search))
)
SELECT project_id, stage, name, owner, target, done, unit_of_measure, share, due_date, expected, status, place, counted, recorded, difference,
       count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, NOT place, place_of_stage, project_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
