WITH f AS
  (SELECT j.*, l."on" AS begun,
          days_after(l."on", 365) AS ends
   FROM crm_transitionlog l
   JOIN employers_tailoredjob j ON j.id = l.object_id
   WHERE l.content_type_id = %(tailoredjob_kind)s
     AND l.source = ''
     AND l.undone_at IS NULL
     AND l."on" BETWEEN %(first)s AND %(last)s)
SELECT count(*) FILTER (WHERE filled_on <= ends),
       count(*),
       count(*) FILTER (
         WHERE drafted_on <= ends
            OR sent_on <= ends
            OR agreed_on <= ends
            OR presented_on <= ends
            OR trial_on <= ends
            OR filled_on <= ends),
       count(*) FILTER (
         WHERE sent_on <= ends
            OR agreed_on <= ends
            OR presented_on <= ends
            OR trial_on <= ends
            OR filled_on <= ends),
       count(*) FILTER (
         WHERE agreed_on <= ends
            OR presented_on <= ends
            OR trial_on <= ends
            OR filled_on <= ends),
       count(*) FILTER (
         WHERE presented_on <= ends
            OR trial_on <= ends
            OR filled_on <= ends),
       count(*) FILTER (WHERE trial_on <= ends OR filled_on <= ends),
       count(*) FILTER (WHERE filled_on <= ends),
       count(*) FILTER (WHERE state = 'withdrawn')
FROM f
WHERE begun <= %(ago_365)s;

WITH f AS
  (SELECT j.*, l."on" AS begun
   FROM crm_transitionlog l
   JOIN employers_tailoredjob j ON j.id = l.object_id
   WHERE l.content_type_id = %(tailoredjob_kind)s
     AND l.source = ''
     AND l.undone_at IS NULL
     AND l."on" BETWEEN %(first)s AND %(last)s)
SELECT count(*)
FROM f
WHERE begun > %(ago_365)s;

WITH f AS
  (SELECT j.*, l."on" AS begun,
          days_after(l."on", 365) AS ends
   FROM crm_transitionlog l
   JOIN employers_tailoredjob j ON j.id = l.object_id
   WHERE l.content_type_id = %(tailoredjob_kind)s
     AND l.source = ''
     AND l.undone_at IS NULL
     AND l."on" BETWEEN %(first)s AND %(last)s)
SELECT count(DISTINCT m.candidate_id) FILTER (
         WHERE f.presented_on <= ends
            OR trial_on <= ends
            OR filled_on <= ends),
       count(DISTINCT m.candidate_id) FILTER (
         WHERE trial_on <= ends
            OR filled_on <= ends),
       count(DISTINCT m.candidate_id) FILTER (WHERE filled_on <= ends)
FROM f
JOIN placements_match m ON m.job_id = f.id
WHERE f.begun <= %(ago_365)s AND m.presented_on IS NOT NULL;

WITH f AS
  (SELECT j.*, l."on" AS begun
   FROM crm_transitionlog l
   JOIN employers_tailoredjob j ON j.id = l.object_id
   WHERE l.content_type_id = %(tailoredjob_kind)s
     AND l.source = ''
     AND l.undone_at IS NULL
     AND l."on" BETWEEN %(first)s AND %(last)s)
SELECT begun, drafted_on, sent_on, agreed_on, presented_on, trial_on, filled_on
FROM f
WHERE begun <= %(ago_365)s;
