// Scheduled openings and closings. Only these statements turn time into a survey's `state`. Each transaction
// of the writer runs them first, so that the rest of it reads the state of its own time.

const isClosing = "state in ('SCHEDULED', 'OPEN') and closes_at <= @now";
const isOpening = "state = 'SCHEDULED' and opens_at <= @now";
const next = "case when closes_at <= @now then 'CLOSED' else 'OPEN' end";

/**
 * Each half is answered by an index of its own, so that looking costs the same however many surveys there
 * are.
 */
export const hasScheduledTransition = `select 1 from survey where ${isClosing} union all select 1 from survey where ${isOpening} limit 1`;

export const scheduledTransitions = [
  `insert into audit_entry (at, actor, action, subject, slug, before, after)
     select @now, 'clock', iif(closes_at <= @now, 'closeSurvey', 'openSurvey'), 'Survey', slug,
       json_object('status', state), json_object('status', ${next})
     from survey where (${isClosing}) or (${isOpening})`,
  `update survey set state = ${next} where (${isClosing}) or (${isOpening})`,
] as const;
