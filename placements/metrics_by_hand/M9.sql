SELECT sum(count(*)) OVER (), target, "on", count(*)
FROM
  (SELECT l.object_id, l.target, l."on"
   FROM crm_transitionlog l
   JOIN
     (SELECT max(id) AS id
      FROM crm_transitionlog
      WHERE content_type_id = %(tailoredjob_kind)s
        AND undone_at IS NULL
        AND "on" <= %(until)s
      GROUP BY object_id) m ON m.id = l.id) s
WHERE target IN ('inventory', 'analysed', 'draft', 'with_employer', 'negotiation',
                 'agreed', 'open', 'candidate_presented', 'on_trial', 'filled', 'on_hold')
GROUP BY target, "on";
