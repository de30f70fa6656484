SELECT count(*), count(DISTINCT candidate_id)
FROM placements_trial
WHERE started_on BETWEEN %(first)s AND %(last)s;

SELECT type_id, count(*), count(DISTINCT candidate_id)
FROM placements_trial
WHERE started_on BETWEEN %(first)s AND %(last)s
GROUP BY type_id;

SELECT count(*), count(DISTINCT candidate_id)
FROM placements_trial
WHERE started_on <= %(until)s
  AND (ended_on IS NULL
       OR ended_on > %(until)s);
