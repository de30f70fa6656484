SELECT count(*) FILTER (
         WHERE v."on" <= %(ago_90)s AND e.engaged_on <= days_after(v."on", 90)),
       count(*) FILTER (WHERE v."on" <= %(ago_90)s),
       count(*) FILTER (WHERE v."on" > %(ago_90)s)
FROM employers_visit v
JOIN employers_employer e ON e.id = v.employer_id
WHERE v.state = 'done'
  AND v."on" BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS
    (SELECT 1
     FROM employers_visit b
     WHERE b.employer_id = v.employer_id
       AND b.state = 'done'
       AND (b."on" < v."on" OR (b."on" = v."on" AND b.id < v.id)));
