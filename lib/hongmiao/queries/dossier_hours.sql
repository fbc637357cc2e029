-- Hours of training that one person did in each calendar year, whether any are due or not.
-- zh: 一个人各年度的线下和网络学时。
-- person: person_id
-- counted: a JSON list of the statuses whose hours count
-- retakes: 1 where every attempt counts, else 0
-- per_day: hours of a day in person without hours
SELECT year, total(iif(online, 0, hours + :per_day * days + :retakes * (again + :per_day * days_again))) AS offline,
       total(iif(online, hours + :retakes * again, 0)) AS online
  FROM person_hours
 WHERE person_id = :person AND year <> '' AND status IN (SELECT value FROM json_each(:counted))
 GROUP BY year ORDER BY year
