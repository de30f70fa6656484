SELECT sum(cap), count(*), count(DISTINCT candidate_id)
FROM placements_subsidyprocess
WHERE granted_from IS NOT NULL AND decided_on BETWEEN %(first)s AND %(last)s;
