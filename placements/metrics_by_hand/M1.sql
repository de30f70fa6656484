SELECT count(*)
FROM employers_visit v
WHERE state = 'done'
  AND "on" BETWEEN %(first)s AND %(last)s
  AND NOT EXISTS
    (SELECT 1
     FROM employers_visit e
     WHERE e.employer_id = v.employer_id
       AND e.state = 'done'
       AND (e."on" < v."on"
            OR (e."on" = v."on"
                AND e.id < v.id)));
