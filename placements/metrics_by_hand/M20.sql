SELECT count(*) FILTER (WHERE due_on < %(today)s), count(*)
FROM crm_followup
WHERE state IN ('open', 'snoozed');

SELECT due_on, count(*)
FROM crm_followup
WHERE state IN ('open', 'snoozed') AND due_on < %(today)s
GROUP BY due_on;
