-- The headline figures of a period's assessments: people assessed, those with a score and its sum, those judged and those
-- of them who fall short, those who fell behind, those whose weights do not add up to 100, and indicators without a score.
-- zh: 一个周期考核的人数、得分、实绩不突出人数、下降人数、权重不为 100 的人数和缺分项数。
-- unit: unit_id; its whole subtree counts
-- period: assessment period such as 2018Q2
-- short: a score below so many points falls short
-- least: judged only where at least so many per cent of the weights have a score
-- fall: so many points below the period before is told
WITH counted AS (
  SELECT coalesce(sum(persons), 0) AS assessed, coalesce(sum(persons) FILTER (WHERE points IS NOT NULL), 0) AS scored,
         total(total) AS points, coalesce(sum(persons) FILTER (WHERE points IS NOT NULL AND known >= :least), 0) AS judged,
         coalesce(sum(persons) FILTER (WHERE points < :short AND known >= :least), 0) AS short,
         coalesce(sum(persons) FILTER (WHERE step <= -:fall), 0) AS fallen,
         coalesce(sum(persons) FILTER (WHERE step IS NOT NULL), 0) AS paired,
         coalesce(sum(persons) FILTER (WHERE NOT even), 0) AS uneven
    FROM assessment_under WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)
)
SELECT counted.*,
       (SELECT coalesce(sum(marks), 0) FROM assessment_mark_under WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)) AS marks,
       (SELECT coalesce(sum(marks), 0) FROM assessment_mark_under
         WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period) AND points IS NULL) AS missing
  FROM counted
