-- Two ids in one unit with the same name and birth date: one person entered twice, or true namesakes.
-- table: person
-- severity: warning
-- column: person_id
SELECT a.person_id, a.person_id AS value, twin.ids AS detail
  FROM (SELECT name, birth_date, unit_id, group_concat(person_id, '、') AS ids
          FROM person WHERE birth_date IS NOT NULL
         GROUP BY unit_id, name, birth_date HAVING count(*) > 1) AS twin
  JOIN person AS a ON a.unit_id = twin.unit_id AND a.name = twin.name AND a.birth_date = twin.birth_date
