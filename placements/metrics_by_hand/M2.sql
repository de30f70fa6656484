SELECT count(*)
FROM employers_visit
WHERE state = 'done'
  AND "on" BETWEEN %(first)s AND %(last)s;

SELECT count(*)
FROM employers_visit
WHERE state = 'not_reached'
  AND "on" BETWEEN %(first)s AND %(last)s;
