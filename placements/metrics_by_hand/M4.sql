SELECT count(*)
FROM employers_visit
WHERE state = 'done'
  AND "on" BETWEEN %(first)s AND %(last)s
  AND kind = 'support';

SELECT sum(days_between(ended, begun)), count(DISTINCT candidate_id)
FROM
  (SELECT candidate_id,
          greatest(started_on, %(first)s) AS begun,
          least(coalesce(ended_on, %(until)s), %(until)s) AS ended
   FROM placements_placement
   WHERE started_on <= %(until)s
     AND (ended_on IS NULL OR ended_on > %(first)s)) going;
