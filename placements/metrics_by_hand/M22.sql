SELECT object_id, target, "on"
FROM crm_transitionlog
WHERE content_type_id = %(candidate_kind)s AND undone_at IS NULL AND "on" <= %(until)s
ORDER BY object_id, id;

SELECT candidate_id, since, until, confirmed_on
FROM placements_officer
WHERE since <= %(until)s
ORDER BY id;
