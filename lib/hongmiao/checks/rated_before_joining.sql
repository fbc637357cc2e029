-- A rating of someone who was not yet a member when the period ended.
-- table: star_rating
-- severity: warning
-- column: period
SELECT r.person_id, r.period, r.period AS value, coalesce(p.party_date, p.political_status) AS detail
  FROM star_rating AS r JOIN person AS p ON p.person_id = r.person_id
 WHERE r.status = 'rated'
   AND (p.political_status IN ('none', 'league', 'democratic')
        OR p.party_date > CASE substr(r.period, 5, 2)
             WHEN 'Q1' THEN substr(r.period, 1, 4) || '-03-31'
             WHEN 'Q2' THEN substr(r.period, 1, 4) || '-06-30'
             WHEN 'Q3' THEN substr(r.period, 1, 4) || '-09-30'
             WHEN 'H1' THEN substr(r.period, 1, 4) || '-06-30'
             ELSE iif(length(r.period) = 7, r.period || '-31', substr(r.period, 1, 4) || '-12-31') END)
