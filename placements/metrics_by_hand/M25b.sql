SELECT sum(count(*)) OVER (), reason, count(*)
FROM crm_transitionlog
WHERE content_type_id = %(tailoredjob_kind)s
  AND target = 'withdrawn'
  AND "on" BETWEEN %(first)s AND %(last)s
  AND undone_at IS NULL
GROUP BY reason;
