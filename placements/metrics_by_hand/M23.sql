SELECT count(*) FILTER (WHERE answer NOT IN ('', 'none')),
       count(*) FILTER (WHERE answer = ''),
       count(*) FILTER (WHERE answer = 'none')
FROM placements_attempt
WHERE outcome <> 'not_reached' AND "on" BETWEEN %(first)s AND %(last)s;

SELECT m.authority, days_between(a.answered_on, a."on") AS days, count(*),
       count(DISTINCT m.candidate_id)
FROM placements_attempt a
JOIN placements_matter m ON m.id = a.matter_id
WHERE a.outcome <> 'not_reached'
  AND a."on" BETWEEN %(first)s AND %(last)s
  AND a.answer NOT IN ('', 'none')
GROUP BY m.authority, days;
