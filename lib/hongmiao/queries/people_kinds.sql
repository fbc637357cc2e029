-- The kinds of people there are: post level, political status, and the pools they are in or left with an outcome.
-- zh: 人员的各种情形：职级、政治面貌、所在（或以何种去向离开的）储备库。
SELECT kind, post_level, political_status, pools FROM people_kind ORDER BY kind
