import { cuesOf } from '../goal/cues.ts';
import type { Part, PlanSite } from './plan-site.ts';
import { iso } from './study.ts';

/** Endings of documents that can be read as text. */
const readable = ['md', 'txt', 'pdf'];

const channels = ['instagram', 'newsletter', 'linkedin', 'facebook', 'sms', 'blog', 'x', 'twitter', 'tiktok'];

/** A campaign from one brief: content for each channel, checked against the rules, scheduled once a person agrees. */
export const campaign: Part = {
  name: 'campaign',
  cues: cuesOf(
    'campaign, launch, marketing, social media, posts, brief, promote, promotion, advertise, instagram, linkedin, newsletter, facebook',
    'קמפיין, השקה, שיווק, פוסטים, לפרסם, פרסום, בריף, ניוזלטר, אינסטגרם, לינקדאין, פייסבוק',
  ),
  build(site) {
    const brief = site.file('brief', {
      like: /brief[^/]*\.(?:md|txt|pdf)$/i,
      endings: readable,
      question: { en: 'Which file is the brief?', he: 'איזה קובץ הוא הבריף?' },
    });
    if (brief === null) return;
    site.add({
      name: 'brief',
      function: 'brief_read',
      with: { path: brief },
      purpose: { en: 'read the brief', he: 'לקרוא את הבריף' },
    });
    const rules = rulesOf(site);
    write(site);
    if (rules) check(site);
    if (isScheduled(site)) schedule(site);
  },
};

const ruleFile = /(?:brand|style|tone|voice)[^/]*\.(?:md|txt|pdf)$/i;

/** Whether there are brand rules to keep to. */
function rulesOf(site: PlanSite): boolean {
  if (!(site.goal.request.workspace?.files ?? []).some((path) => ruleFile.test(path))) {
    site.assume({ en: 'There are no brand rules.', he: 'אין כללי מותג.' });
    return false;
  }
  const path = site.file('rules', {
    like: ruleFile,
    endings: readable,
    question: { en: 'Which file has the brand rules?', he: 'באיזה קובץ כללי המותג?' },
  });
  if (path === null) return false;
  return site.add({
    name: 'rules',
    function: 'brand_read',
    with: { path },
    purpose: { en: 'read the brand rules', he: 'לקרוא את כללי המותג' },
  });
}

function write(site: PlanSite): void {
  site.add({
    name: 'content',
    function: 'campaign_write',
    with: {
      brief: '${ $context.brief }',
      ...(site.has('rules') && { rules: '${ $context.rules }' }),
      channels: channelsOf(site),
      folder: 'results/campaign',
    },
    purpose: { en: 'write a piece for each channel', he: 'לכתוב תוכן לכל ערוץ' },
  });
}

/** The channels that are named, else as many of the brief as were asked for. */
function channelsOf({ goal }: PlanSite): string[] | string {
  const text = goal.text.toLowerCase();
  const named = channels.filter((channel) => new RegExp(`\\b${channel}\\b`).test(text));
  if (named.length > 0) return named;
  const count = goal.amounts.find(({ after }) => /^\s*(?:\S+\s+)?(?:channels?|ערוצים)/.test(after))?.value;
  return count === undefined
    ? '${ $context.brief.channels }'
    : `\${ $context.brief.channels[0:${Math.max(1, Math.round(count))}] }`;
}

function check(site: PlanSite): void {
  site.add({
    name: 'check',
    function: 'brand_check',
    with: { pieces: '${ $context.content.pieces }', rules: '${ $context.rules }' },
    purpose: { en: 'check every piece against the rules', he: 'לבדוק כל תוכן מול הכללים' },
  });
}

/** Text only was asked for: then nothing is put into an outbox. */
function isScheduled({ goal }: PlanSite): boolean {
  return !/\b(?:only|just) (?:the )?(?:texts?|content|drafts?)\b|do(?: not|n't) (?:schedule|publish)|בלי (?:לתזמן|לפרסם)|רק (?:תוכן|טקסט)/i.test(
    goal.text,
  );
}

function schedule(site: PlanSite): void {
  const { now, zone } = site.goal.request;
  const wanted = site.goal.times.find(({ from }) => from > now);
  const pieces = site.has('check')
    ? '(if $context.check.passed then $context.content.pieces else error("a piece breaks the brand rules: see the task check") end)'
    : '$context.content.pieces';
  site.add({
    name: 'schedule',
    function: 'campaign_schedule',
    with: {
      pieces: `\${ ${pieces} }`,
      launch: wanted === undefined ? '${ $context.brief.launch }' : iso(wanted.from).slice(0, 10),
      zone,
    },
    purpose: { en: 'schedule what was approved', he: 'לתזמן את מה שאושר' },
  });
}
