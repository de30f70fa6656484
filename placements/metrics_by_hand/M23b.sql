SELECT count(*) FILTER (WHERE a.answer = 'stock'),
       count(*),
       count(DISTINCT m.candidate_id) FILTER (WHERE a.answer = 'stock'),
       count(DISTINCT m.candidate_id)
FROM placements_attempt a
JOIN placements_matter m ON m.id = a.matter_id
WHERE a.outcome <> 'not_reached' AND a."on" BETWEEN %(first)s AND %(last)s;
