SELECT count(*) FILTER (WHERE followed AND anywhere),
       count(*) FILTER (WHERE followed),
       count(*) FILTER (WHERE followed AND here),
       count(DISTINCT candidate_id) FILTER (WHERE followed AND anywhere),
       count(DISTINCT candidate_id) FILTER (WHERE followed),
       count(*) FILTER (WHERE outcome = 'study')
FROM
  (SELECT t.candidate_id,
          t.outcome,
          t.ended_on <= %(ago_90)s AND t.outcome <> 'study' AS followed,
          EXISTS
            (SELECT 1
             FROM placements_placement p
             WHERE p.candidate_id = t.candidate_id
               AND p.kind <> 'open_activity'
               AND p.started_on >= t.ended_on
               AND p.started_on <= days_after(t.ended_on, 90)) AS anywhere,
          EXISTS
            (SELECT 1
             FROM placements_placement p
             WHERE p.candidate_id = t.candidate_id
               AND p.employer_id = t.employer_id
               AND p.kind <> 'open_activity'
               AND p.started_on >= t.ended_on
               AND p.started_on <= days_after(t.ended_on, 90)) AS here
   FROM placements_trial t
   JOIN placements_candidate c ON c.id = t.candidate_id
   WHERE t.ended_on BETWEEN %(first)s AND %(last)s AND c.goal = 'paid_work') ended;
