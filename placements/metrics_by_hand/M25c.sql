SELECT sum(count(*)) OVER (), end_reason, count(*), count(DISTINCT candidate_id)
FROM placements_match
WHERE state = 'declined'
  AND declined_by = 'candidate'
  AND ended_on BETWEEN %(first)s AND %(last)s
GROUP BY end_reason;
