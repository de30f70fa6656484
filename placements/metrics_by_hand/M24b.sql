SELECT sum(count(*)) OVER (), refusal, count(*), count(DISTINCT candidate_id)
FROM placements_subsidyprocess
WHERE state = 'refused' AND decided_on BETWEEN %(first)s AND %(last)s
GROUP BY refusal;
