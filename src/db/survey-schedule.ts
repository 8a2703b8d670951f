// Times open and close surveys by themselves. Every transaction writes down first what is due, so that all that follows in it goes by what
// is written, and so that a clock that moves back reopens nothing.

const isDue =
  "state in ('SCHEDULED', 'OPEN') and (closes_at <= @now or (state = 'SCHEDULED' and opens_at <= @now))";
const next = "case when closes_at <= @now then 'CLOSED' else 'OPEN' end";

export const hasDueTransition = `select 1 from survey where ${isDue} limit 1`;

export const scheduledTransitions = [
  `insert into audit_entry (at, actor, action, subject, slug, before, after)
     select @now, 'clock', iif(closes_at <= @now, 'closeSurvey', 'openSurvey'), 'Survey', slug,
       json_object('status', state), json_object('status', ${next})
     from survey where ${isDue}`,
  `update survey set state = ${next} where ${isDue}`,
] as const;
