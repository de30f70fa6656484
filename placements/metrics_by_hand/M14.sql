SELECT count(*) FILTER (WHERE told <= days_after(agreed_on, 30)),
       count(*),
       count(*) FILTER (WHERE told IS NULL)
FROM
  (SELECT c.agreed_on,
     (SELECT min(m.presented_on)
      FROM placements_match m
      WHERE m.candidate_id = c.id) AS told
   FROM placements_candidate c
   WHERE c.agreed_on BETWEEN %(first)s AND %(last)s
     AND c.agreed_on <= %(ago_30)s
     AND c.goal = 'paid_work') agreed;
