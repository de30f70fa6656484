SELECT count(*)
FROM crm_logeffort
WHERE "on" BETWEEN %(first)s AND %(last)s;

SELECT "on", seconds, taps
FROM crm_logeffort
WHERE "on" BETWEEN %(first)s AND %(last)s
ORDER BY "on";
