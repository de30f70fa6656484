SELECT count(*), count(DISTINCT candidate_id)
FROM placements_placement
WHERE started_on BETWEEN %(first)s AND %(last)s
  AND kind <> 'open_activity';

SELECT kind, count(*), count(DISTINCT candidate_id)
FROM placements_placement
WHERE started_on BETWEEN %(first)s AND %(last)s
  AND kind <> 'open_activity'
GROUP BY kind;
