import { cuesOf } from '../goal/cues.ts';
import { contactsOf, people, surePeople } from './meeting.ts';
import type { Part, PlanSite } from './plan-site.ts';
import { aboutWhat, studied, topicOfGoal } from './study.ts';

/** A message to somebody, as a draft. Where a meeting is set up too, its invitation is the message. */
export const message: Part = {
  name: 'message',
  cues: cuesOf(
    'write to, mail, email, e-mail, message, letter, reply, draft a mail, inform, notify, send',
    'מייל, דוא"ל, הודעה, מכתב, תשובה, תעדכן, לעדכן, תודיע, להודיע, תשלח, לשלוח, כתוב ל',
  ),
  build(site) {
    if (site.has('invitation')) return;
    const contacts = contactsOf(site);
    if (contacts === null) return;
    const topic = topicOfGoal(site.goal) || (site.has('analysis') ? studied(site) : '');
    if (topic === '') site.miss('topic', aboutWhat);
    else word(site, contacts, topic);
    site.add({
      name: 'draft',
      function: 'mail_draft',
      with: {
        to: `\${ ${people(contacts)} | map(.emails[0] | strings) }`,
        subject: '${ $context.message.subject }',
        text: '${ $context.message.text }',
        ...(site.has('report') && { attachments: '${ [$context.report.path] }' }),
      },
      purpose: { en: 'put it into the drafts; nothing is sent', he: 'לשמור אותה כטיוטה; דבר אינו נשלח' },
    });
  },
};

function word(site: PlanSite, contacts: readonly string[], topic: string): void {
  const { goal } = site;
  const isReply = /\breply\b|\banswer\b|תשובה|תענה/i.test(goal.text);
  const points = site.has('analysis') ? { points: '${ $context.analysis.summary | map(.text) }' } : {};
  site.add({
    name: 'message',
    function: 'message_write',
    with: {
      kind: isReply ? 'reply' : site.has('analysis') ? 'update' : 'notice',
      language: goal.language,
      to: `\${ ${surePeople(site, contacts)} | map(.name) | join(", ") }`,
      channel: 'mail',
      topic,
      ...points,
    },
    purpose: { en: 'word the message', he: 'לנסח את ההודעה' },
  });
}
