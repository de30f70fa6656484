SELECT count(*) FILTER (
         WHERE id IN
             (SELECT employer_id
              FROM employers_visit
              WHERE state = 'done'
                AND face_to_face
                AND "on" > %(ago_180)s
                AND "on" <= %(today)s
              GROUP BY employer_id
              HAVING count(*) >= 3)
           AND id IN
             (SELECT j.employer_id
              FROM employers_need n
              JOIN employers_tailoredjob j ON j.id = n.job_id)),
       count(*)
FROM employers_employer
WHERE state IN ('engaged', 'partner');
