-- Postings with the time served by a day, a page at a time; `total` is how many there are in all.
-- zh: 墩苗岗位名单：岗位、主题、起止、任职时间和考核等次，可分页、排序、搜索。
-- unit: unit_id of the posts; its whole subtree counts
-- day: the day looked at
-- shortest: years of the shortest term
-- longest: years of the longest term
-- kind: first_secretary or secondment
-- theme: theme code, or none for those without
-- grade: grade code; serving for those in post without one, ungraded for the others without one
-- stage: serving on the day, ended before it, or planned after it
-- term: short, within or long, the time served against the shortest and the longest term
-- concern: twice for the posts of people who hold more than one on the day
-- search: part of a name, an id or a unit's name
-- sort: person_id, name, unit, kind, theme, start_date, end_date, months, grade or stage
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH staged AS (
  SELECT post.*, CASE WHEN start_date > :day THEN 'planned' WHEN end_date < :day THEN 'ended' ELSE 'serving' END AS stage,
         min(coalesce(end_date, :day), :day) AS until
    FROM placement AS post
), found AS (
  SELECT post.person_id, person.name, post.unit_id, unit.name AS unit, post.kind, post.theme, post.start_date, post.end_date, post.grade, stage,
         CASE WHEN start_date > until THEN NULL
              ELSE (substr(until, 1, 4) - substr(start_date, 1, 4)) * 12 + substr(until, 6, 2) - substr(start_date, 6, 2)
                   - (substr(until, 9) < substr(start_date, 9)) END AS months,
         CASE WHEN start_date > until THEN NULL
              WHEN until < date(start_date, '+' || :shortest || ' years') THEN 'short'
              WHEN until > date(start_date, '+' || :longest || ' years') THEN 'long' ELSE 'within' END AS term,
         tree.rank
    FROM staged AS post JOIN person USING (person_id) JOIN unit ON unit.unit_id = post.unit_id
    JOIN unit_tree AS tree ON tree.unit_id = post.unit_id
   WHERE (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:kind IS NULL OR post.kind = :kind)
     AND (:theme IS NULL OR coalesce(post.theme, 'none') = :theme)
     AND (:concern IS NULL OR (stage = 'serving' AND (SELECT count(*) FROM staged AS other
                                WHERE other.person_id = post.person_id AND other.stage = 'serving') > 1))
), keyed AS (
  SELECT *, CASE :sort WHEN 'person_id' THEN person_id WHEN 'name' THEN name WHEN 'unit' THEN rank WHEN 'kind' THEN kind
                       WHEN 'theme' THEN theme WHEN 'end_date' THEN end_date WHEN 'months' THEN months
                       WHEN 'grade' THEN CASE grade WHEN 'excellent' THEN 1 WHEN 'competent' THEN 2 WHEN 'basic' THEN 3
                                                    WHEN 'incompetent' THEN 4 END
                       WHEN 'stage' THEN stage ELSE start_date END AS key
    FROM found
   WHERE (:stage IS NULL OR stage = :stage) AND (:term IS NULL OR term = :term)
     AND (:grade IS NULL OR :grade = coalesce(grade, iif(stage = 'serving', 'serving', 'ungraded')))
     AND (:search IS NULL OR instr(name, :search) OR instr(person_id, :search) OR instr(unit, :search))
)
SELECT person_id, name, unit_id, unit, kind, theme, start_date, end_date, months, grade, stage, term, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, person_id
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
