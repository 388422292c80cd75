import { cuesOf } from '../goal/cues.ts';
import type { Part, PlanSite } from './plan-site.ts';
import { minutesOf } from './meeting.ts';
import { iso } from './study.ts';
import { whenMeant } from './when-meant.ts';

/** Taking a meeting out of the calendar again: the one that names the person, in the time that is spoken of. */
const cancelling: Part = {
  name: 'cancel',
  cues: cuesOf(
    'cancel, call off, delete the meeting, remove the meeting, delete the call, remove the call, לבטל, תבטל, תבטלי, בטל',
  ),
  build(site) {
    const { now } = site.goal.request;
    const [person] = site.goal.people;
    if (person === undefined) {
      site.miss('person', { en: 'The meeting with whom?', he: 'הפגישה עם מי?' });
      return;
    }
    const said = site.goal.times.find(({ until }) => until > now);
    const names = [...new Set([person.name, ...person.candidates.flatMap(({ names: all }) => all)])];
    const pattern = JSON.stringify(names.map((name) => name.replace(/[^\p{L}\p{N} ]/gu, '.')).join('|'));
    site.add({
      name: 'meetings',
      function: 'calendar_list',
      with: { from: iso(Math.max(now, said?.from ?? now)), until: iso(said?.until ?? now + 60 * day) },
      purpose: { en: 'look at the calendar', he: 'להסתכל ביומן' },
    });
    const fitting = `$context.meetings.events | map(select((.summary + " " + (.attendees | map(tostring) | join(" "))) | test(${pattern}; "i")))`;
    site.add({
      name: 'cancelled',
      function: 'calendar_cancel',
      with: {
        uid: `\${ (${fitting}) | if length == 1 then .[0].uid else error("\\(length) meetings fit: say when") end }`,
      },
      purpose: { en: `take the meeting with ${person.name} out`, he: `להוציא את הפגישה עם ${person.name}` },
    });
  },
};

const day = 24 * 60 * 60_000;

/** Work of a single kind: a loan, a status, feedback, incidents, free time. */
export const singles: readonly Part[] = [
  cancelling,
  {
    name: 'loan',
    cues: cuesOf('loan', 'mortgage', 'instalment', 'installment', 'הלוואה', 'משכנתא'),
    build(site) {
      const { loanPrincipal, loanRate, loanMonths } = site.goal.facts;
      const years = site.goal.amounts.find(({ after }) => /^\s*-?(?:years?|שנים|שנה)/.test(after))?.value;
      const months = loanMonths ?? (years === undefined ? undefined : years * 12);
      if (loanPrincipal === undefined)
        site.miss('loanPrincipal', { en: 'How large is the loan?', he: 'מה גובה ההלוואה?' });
      if (loanRate === undefined) site.miss('loanRate', { en: 'At which rate a year?', he: 'באיזו ריבית שנתית?' });
      if (months === undefined) site.miss('loanMonths', { en: 'Over how many months?', he: 'לכמה חודשים?' });
      if (loanPrincipal === undefined || loanRate === undefined || months === undefined) return;
      site.add({
        name: 'loan',
        function: 'finance_loan',
        with: { principal: loanPrincipal, annualRate: loanRate, months },
        purpose: { en: 'work out what the loan costs', he: 'לחשב כמה עולה ההלוואה' },
      });
    },
  },
  {
    name: 'status',
    cues: cuesOf('weekly status', 'status of the week', 'status report', 'week in review', 'סטטוס', 'סיכום שבוע'),
    build(site) {
      const { now } = site.goal.request;
      const said = site.goal.times[0];
      site.add({
        name: 'status',
        function: 'status_week',
        with: { from: iso(said?.from ?? now - 7 * day), until: iso(said?.until ?? now) },
        purpose: { en: 'put together what happened', he: 'לאסוף את מה שקרה' },
      });
    },
  },
  fileWork({
    name: 'feedback',
    cues: [
      'feedback',
      'customer reviews',
      'star reviews',
      'bad reviews',
      'online reviews',
      'reviews say',
      'complaints',
      'complain',
      'customers say',
      'customers think',
      'customer satisfaction',
      'משוב',
      'תלונות',
      'ביקורות',
    ],
    function: 'feedback_analyse',
    like: /(?:feedback|reviews|complaints|משוב)[^/]*\.csv$/i,
    purpose: { en: 'see what customers say', he: 'לראות מה הלקוחות אומרים' },
  }),
  fileWork({
    name: 'incidents',
    cues: ['incident', 'incidents', 'outage', 'critical issue', 'תקלה', 'תקלות', 'אירועים חריגים'],
    function: 'incidents_triage',
    asOf: 'at',
    like: /(?:incidents?|outages?|תקלות)[^/]*\.csv$/i,
    purpose: { en: 'sort the incidents by urgency', he: 'למיין את התקלות לפי דחיפות' },
  }),
  {
    name: 'free',
    cues: cuesOf(
      'free time, free times, free slot, free slots, free hour, free hours, open slot, open slots, time slot, am i free, availability, available',
      'זמן פנוי, חלון פנוי, פנוי, פנויה, פנויים',
    ),
    build(site) {
      if (site.has('free_time')) return;
      const { now, zone } = site.goal.request;
      const said = site.goal.times.find(({ until }) => until > now);
      const minutes = minutesOf(site);
      if (said !== undefined) site.assume(whenMeant(said, zone));
      else site.assume({ en: 'Within the next seven days.', he: 'בשבעת הימים הקרובים.' });
      site.assume({ en: `Times of ${minutes} minutes are looked for.`, he: `מחפשים זמנים של ${minutes} דקות.` });
      site.add({
        name: 'free_time',
        function: 'calendar_free',
        with: {
          from: iso(Math.max(now, said?.from ?? now)),
          until: iso(said?.until ?? now + 7 * day),
          minutes,
          limit: 10,
        },
        purpose: { en: 'find free times', he: 'למצוא זמנים פנויים' },
      });
    },
  },
];

interface FileWork {
  readonly name: string;
  readonly cues: readonly string[];
  readonly function: string;
  readonly like: RegExp;
  readonly purpose: { readonly en: string; readonly he: string };
  /** The argument that says as of when, where the function counts time. */
  readonly asOf?: string;
}

function fileWork({ name, cues, like, purpose, asOf, ...work }: FileWork): Part {
  return {
    name,
    cues: cuesOf(...cues),
    build(site: PlanSite) {
      const path = site.file(name, {
        like,
        endings: ['csv'],
        question: { en: `Which file has the ${name}?`, he: 'באיזה קובץ זה נמצא?' },
      });
      if (path === null) return;
      const at = asOf === undefined ? {} : { [asOf]: iso(site.goal.request.now) };
      site.add({ name, function: work.function, with: { path, ...at }, purpose });
    },
  };
}
