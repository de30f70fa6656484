SELECT count(*) FILTER (
         WHERE EXISTS
           (SELECT 1
            FROM placements_othercoaching o
            WHERE o.candidate_id = c.id
              AND o.since <= %(until)s
              AND (o.until IS NULL OR o.until >= %(until)s))),
       count(*)
FROM placements_candidate c
WHERE c.id IN
  (SELECT l.object_id
   FROM crm_transitionlog l
   JOIN
     (SELECT max(id) AS id
      FROM crm_transitionlog
      WHERE content_type_id = %(candidate_kind)s
        AND undone_at IS NULL
        AND "on" <= %(until)s
      GROUP BY object_id) newest ON newest.id = l.id
   WHERE l.target = 'active');

SELECT count(*)
FROM employers_employer
WHERE state IN ('contacted', 'engaged', 'partner') AND other_service <> '';
