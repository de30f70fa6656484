SELECT id, candidate_id, started_on, ended_on, end_reason
FROM placements_placement
WHERE kind <> 'open_activity'
  AND started_on IS NOT NULL
  AND candidate_id IN
    (SELECT candidate_id
     FROM placements_placement
     WHERE started_on BETWEEN %(first)s AND %(last)s
       AND kind <> 'open_activity')
ORDER BY candidate_id, started_on, id;
