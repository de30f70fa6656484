SELECT count(*) FILTER (WHERE granted_from IS NOT NULL),
       count(*),
       count(*) FILTER (WHERE state = 'refused'),
       count(*) FILTER (WHERE state = 'withdrawn' AND granted_from IS NULL),
       count(*) FILTER (WHERE state IN ('submitted', 'more_info')),
       count(*) FILTER (
         WHERE EXISTS
           (SELECT 1
            FROM crm_transitionlog l
            WHERE l.content_type_id = %(subsidyprocess_kind)s
              AND l.object_id = s.id
              AND l.target = 'suspended'
              AND l.undone_at IS NULL))
FROM placements_subsidyprocess s
WHERE submitted_on BETWEEN %(first)s AND %(last)s;

SELECT days_between(decided_on, submitted_on) AS days, count(*)
FROM placements_subsidyprocess
WHERE submitted_on BETWEEN %(first)s AND %(last)s
GROUP BY days;
