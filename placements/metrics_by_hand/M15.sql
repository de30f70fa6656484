SELECT sum(count(*)) OVER (), source, days_between("on", since) AS days, count(*)
FROM
  (SELECT source, "on",
     (SELECT p."on"
      FROM crm_transitionlog p
      WHERE p.content_type_id = l.content_type_id
        AND p.object_id = l.object_id
        AND p.id < l.id
        AND p.undone_at IS NULL
      ORDER BY p.id DESC
      LIMIT 1) AS since
   FROM crm_transitionlog l
   WHERE content_type_id = %(kind)s
     AND undone_at IS NULL
     AND "on" BETWEEN %(first)s AND %(last)s
     AND source IN (:states)
     AND source <> target) stays
GROUP BY source, days;

SELECT target, "on", count(*)
FROM crm_transitionlog
WHERE target IN (:states) AND id IN
  (SELECT max(id)
   FROM crm_transitionlog
   WHERE content_type_id = %(kind)s
     AND undone_at IS NULL
     AND "on" <= %(until)s
   GROUP BY object_id)
GROUP BY target, "on";
