SELECT count(*) FILTER (
         WHERE touch_due_on <= %(today)s
           AND (next_step_on IS NULL OR next_step_on < %(today)s)),
       count(*)
FROM employers_employer
WHERE state IN ('contacted', 'engaged', 'partner');

SELECT count(*), count(DISTINCT candidate_id)
FROM placements_placement
WHERE state <> 'ended' AND (next_step_on IS NULL OR next_step_on < %(today)s);

SELECT count(*)
FROM placements_candidate
WHERE state = 'active' AND (next_step_on IS NULL OR next_step_on < %(today)s);
