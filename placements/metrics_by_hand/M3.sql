SELECT sum(count(*)) OVER (), coach_id, count(*)
FROM employers_visit
WHERE state = 'done'
  AND "on" BETWEEN %(first)s AND %(last)s
  AND face_to_face
  AND kind <> 'support'
GROUP BY coach_id;
