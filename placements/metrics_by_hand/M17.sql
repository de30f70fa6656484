SELECT count(*)
FROM placements_candidate
WHERE coach_id IS NOT NULL AND id IN
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
