SELECT count(*) FILTER (WHERE decision_maker), count(*)
FROM employers_visit
WHERE state = 'done' AND "on" BETWEEN %(first)s AND %(last)s;
