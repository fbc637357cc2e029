-- The indicators of a period and who scored them: of all people assessed, how many have the indicator and how many of
-- those a score; its mean, how many reached their target, and its lightest and heaviest weight; `total` is how many there are.
-- zh: 各考核指标、考核主体的参评情况：应评、已评、缺分、平均分、达标和权重。
-- unit: unit_id; its whole subtree counts
-- period: assessment period such as 2018Q2
-- indicator: only this one
-- search: part of an indicator or a rater
-- sort: indicator, rater, marks, scored, missing, mean, reached or heaviest
-- descending: 1 to turn the order round
-- limit: rows on a page
-- offset: rows before it
WITH counted AS (
  SELECT indicator, rater, sum(marks) AS marks, coalesce(sum(marks) FILTER (WHERE points IS NOT NULL), 0) AS scored,
         coalesce(sum(marks) FILTER (WHERE points IS NULL), 0) AS missing,
         total(total) / nullif(sum(marks) FILTER (WHERE points IS NOT NULL), 0) AS mean,
         sum(targeted) AS targeted, sum(reached) AS reached, min(lightest) AS lightest, max(heaviest) AS heaviest
    FROM assessment_mark_under WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)
     AND (:indicator IS NULL OR indicator = :indicator)
     AND (:search IS NULL OR instr(indicator, :search) OR instr(rater, :search))
   GROUP BY indicator, rater
), keyed AS (
  SELECT *, CASE :sort WHEN 'rater' THEN rater WHEN 'marks' THEN marks WHEN 'scored' THEN scored WHEN 'missing' THEN missing
                       WHEN 'mean' THEN mean WHEN 'reached' THEN 1.0 * reached / nullif(targeted, 0)
                       WHEN 'indicator' THEN indicator ELSE -heaviest END AS key FROM counted
)
SELECT indicator, rater, (SELECT coalesce(sum(persons), 0) FROM assessment_under
                           WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)) AS assessed,
       marks, scored, missing, mean, targeted, reached, lightest, heaviest, count(*) OVER () AS total
  FROM keyed
 ORDER BY key IS NULL, iif(:descending, NULL, key), iif(:descending, key, NULL) DESC, indicator, rater
 LIMIT coalesce(:limit, -1) OFFSET coalesce(:offset, 0)
