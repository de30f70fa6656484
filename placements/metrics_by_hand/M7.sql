SELECT count(*) FILTER (
         WHERE e.engaged_on <= %(ago_180)s
           AND EXISTS
             (SELECT 1
              FROM employers_tailoredjob j
              WHERE j.employer_id = e.id
                AND j.agreed_on <= days_after(e.engaged_on, 180))),
       count(*) FILTER (WHERE e.engaged_on <= %(ago_180)s),
       count(*) FILTER (WHERE e.engaged_on > %(ago_180)s)
FROM employers_employer e
WHERE e.engaged_on BETWEEN %(first)s AND %(last)s AND e.state <> 'merged';
