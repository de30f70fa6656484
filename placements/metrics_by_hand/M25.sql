SELECT sum(count(*)) OVER (), l.reason, count(*)
FROM crm_transitionlog l
JOIN employers_employer e ON e.id = l.object_id
AND e.state <> 'merged'
WHERE l.content_type_id = %(employer_kind)s
  AND l.target = 'declined'
  AND l."on" BETWEEN %(first)s AND %(last)s
  AND l.undone_at IS NULL
GROUP BY l.reason;
