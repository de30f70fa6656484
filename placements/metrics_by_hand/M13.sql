SELECT count(*) FILTER (
         WHERE EXISTS
           (SELECT 1
            FROM placements_placement p
            WHERE p.candidate_id = c.id
              AND p.kind <> 'open_activity'
              AND p.started_on <= %(until)s
              AND (p.ended_on IS NULL OR p.ended_on > %(until)s))),
       count(*)
FROM placements_candidate c
WHERE c.goal = 'paid_work' AND c.id IN
  (SELECT l.object_id
   FROM crm_transitionlog l
   JOIN
     (SELECT max(id) AS id
      FROM crm_transitionlog
      WHERE content_type_id = %(candidate_kind)s
        AND undone_at IS NULL
        AND "on" <= %(until)s
      GROUP BY object_id) newest ON newest.id = l.id
   WHERE l.target = 'active');
