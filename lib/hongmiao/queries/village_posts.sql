-- Every village with its first secretary on a day, a page at a time; `total` is how many villages there are. A village
-- without a record is there as empty. A post without an end is held for the longest term.
-- zh: 每个行政村当日的第一书记：在任、即将期满、超期、空缺或重复派驻。
-- unit: unit_id; its whole subtree counts
-- day: the day looked at
-- longest: years of the longest term
-- ending: months before its end at which a term is about to end
-- secretaries: how many a village is to have
-- oldest: age on arrival that is not to be exceeded
-- village: a unit_id of which to show the line alone
-- status: filled, ending, overdue, double or empty; covered for all but the empty
-- search: part of a name, a village's name or its id
-- sort: unit_id, village, town, name, start_date, until, days_left, age or status
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH held AS (
  SELECT post.unit_id, post.person_id, person.name, post.start_date,
         coalesce(post.end_date, date(post.start_date, '+' || :longest || ' years')) AS until,
         substr(post.start_date, 1, 4) - substr(birth_date, 1, 4) - (substr(post.start_date, 6) < substr(birth_date, 6)) AS age
    FROM placement AS post JOIN person USING (person_id)
   WHERE post.kind = 'first_secretary' AND post.start_date <= :day AND (post.end_date IS NULL OR post.end_date >= :day)
   ORDER BY post.start_date, post.person_id
), post AS (
  SELECT unit_id, count(*) AS secretaries, min(person_id) FILTER (WHERE start_date = first_date) AS person_id,
         group_concat(name, '、') AS name, min(start_date) AS start_date, min(until) AS until, max(age) AS age
    FROM (SELECT *, min(start_date) OVER (PARTITION BY unit_id) AS first_date FROM held) GROUP BY unit_id
), found AS (
  SELECT unit.unit_id, unit.name AS village, town.name AS town, person_id, post.name, coalesce(secretaries, 0) AS secretaries,
         start_date, until, CAST(julianday(until) - julianday(:day) AS INTEGER) AS days_left, age,
         CASE WHEN secretaries IS NULL THEN 'empty' WHEN secretaries > :secretaries THEN 'double'
              WHEN until < :day THEN 'overdue' WHEN until <= date(:day, '+' || :ending || ' months') THEN 'ending'
              ELSE 'filled' END AS status,
         coalesce(age > :oldest, 0) AS too_old, tree.rank, tree.town_id
    FROM unit JOIN unit_tree AS tree USING (unit_id) LEFT JOIN post USING (unit_id) LEFT JOIN unit AS town ON town.unit_id = tree.town_id
   WHERE unit.kind = 'village'
     AND (:unit IS NULL OR tree.rank BETWEEN (SELECT rank FROM unit_tree WHERE unit_id = :unit)
                                         AND (SELECT last_rank FROM unit_tree WHERE unit_id = :unit))
     AND (:village IS NULL OR unit.unit_id = :village)
), keyed AS (
  SELECT *, CASE :sort WHEN 'unit_id' THEN unit_id WHEN 'village' THEN village WHEN 'town' THEN town WHEN 'name' THEN name
                       WHEN 'start_date' THEN start_date WHEN 'until' THEN until WHEN 'age' THEN age WHEN 'status' THEN status
                       WHEN 'days_left' THEN days_left
                       ELSE CASE status WHEN 'double' THEN 1 WHEN 'empty' THEN 2 WHEN 'overdue' THEN 3 WHEN 'ending' THEN 4 ELSE 5 END
             END AS key
    FROM found
   WHERE (:status IS NULL OR status = :status OR (:status = 'covered' AND status <> 'empty'))
     AND (:search IS NULL OR instr(village, :search) OR instr(unit_id, :search) OR instr(coalesce(name, ''), :search))
)
SELECT unit_id, village, town_id, town, person_id, name, secretaries, start_date, until, days_left, age, too_old, status,
       count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, rank
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
