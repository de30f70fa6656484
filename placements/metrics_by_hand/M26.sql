SELECT count(DISTINCT employer_id), count(*), count(DISTINCT candidate_id)
FROM placements_placement
WHERE started_on BETWEEN %(first)s AND %(last)s
  AND employer_id IS NOT NULL;

SELECT industry_section, count(*), count(DISTINCT candidate_id)
FROM placements_placement p
JOIN employers_employer e ON e.id = p.employer_id
WHERE started_on BETWEEN %(first)s AND %(last)s
GROUP BY industry_section;
