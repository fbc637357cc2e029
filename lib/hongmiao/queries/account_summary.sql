-- The headline figures of a quarter's red accounts: how many there are, their balance in all, entries, points, those
-- below the help threshold, applicants and those of them below theirs, and accounts without a recent entry.
-- zh: 一个季度红色账户的户数、余额合计、笔数、预警人数和不活跃人数。
-- unit: unit_id; its whole subtree counts
-- period: quarter such as 2018Q2
-- base: points that every account begins the quarter with
-- help: balance below which the branch gives help
-- limit_applicant: balance below which an applicant is in danger
-- idle_since: month (YYYY-MM); an account whose last entry is no later than in it is inactive
WITH counted AS (
  SELECT coalesce(sum(persons), 0) AS accounts, coalesce(sum(persons * :base + total), 0) AS balance,
         coalesce(sum(persons) FILTER (WHERE booked), 0) AS booked,
         coalesce(sum(persons) FILTER (WHERE points < :help - :base), 0) AS helped,
         coalesce(sum(persons) FILTER (WHERE role = 'applicant'), 0) AS applicants,
         coalesce(sum(persons) FILTER (WHERE role = 'applicant' AND points < :limit_applicant - :base), 0) AS endangered
    FROM account_under WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)
)
SELECT counted.*,
       (SELECT coalesce(sum(entries), 0) FROM points_under WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)) AS entries,
       (SELECT coalesce(sum(points), 0) FROM points_under WHERE part_id = coalesce(:unit, '') AND (:period IS NULL OR period = :period)) AS points,
       (SELECT coalesce(sum(persons), 0) FROM account_idle_under WHERE part_id = coalesce(:unit, '') AND last_month <= :idle_since) AS idle
  FROM counted
