import type { Json, JsonObject } from '@batonhq/core';
import { expect } from 'vitest';
import { itemsIn, textIn } from './sample-place.ts';

type Call = readonly [name: string, given: JsonObject];

/** What a ready agent is given to do, how a model would go about it, and what has to come of it. */
export interface Duty {
  readonly agent: string;
  readonly prompt: string;
  /** Calls of one turn after the other, made out of the results so far. */
  readonly turns: readonly ((results: readonly JsonObject[]) => readonly Call[])[];
  readonly answer: (results: readonly JsonObject[]) => JsonObject;
  readonly expected: object;
}

const always =
  (...calls: readonly Call[]) =>
  (): readonly Call[] =>
    calls;

const texts = (value: Json | undefined, member = 'text'): string[] => itemsIn(value).map((one) => textIn(one[member]));
const at = (results: readonly JsonObject[], index: number): JsonObject => results[index] ?? {};
const first = (value: Json | undefined): JsonObject => itemsIn(value)[0] ?? {};

const saying = (part: string): unknown => expect.stringContaining(part);
const price = { path: 'shop/price.mjs', find: 'kits > 5', replace: 'kits >= 5' };
const plan = {
  age: 38,
  retireAt: 55,
  lastsUntil: 92,
  capital: 148_000,
  yearlySaving: 24_000,
  yearlyNeed: 54_000,
  shares: 0.65,
};

/** One for each ready agent, in the order they change the workspace. */
export const duties: readonly Duty[] = [
  {
    agent: 'business-intelligence-officer',
    prompt: 'How did the bakery do in 2025?',
    turns: [
      always(
        ['business_analyse', { ledger: 'bakery/ledger.csv' }],
        ['ledger_forecast', { path: 'bakery/ledger.csv', months: 6 }],
      ),
    ],
    answer: ([analysis = {}, forecast = {}]) => ({
      findings: (Array.isArray(analysis['findings']) ? analysis['findings'] : []).slice(0, 3),
      figures: [{ name: 'margin', value: analysis['margin'] ?? 0 }],
      outlook: `${itemsIn(forecast['months']).length} months, trend ${JSON.stringify(forecast['trend'])}`,
      sources: ['bakery/ledger.csv'],
    }),
    expected: {
      figures: [{ value: 0.0895 }],
      findings: expect.arrayContaining([saying('grew by 6.4 %')]),
      outlook: saying('6 months'),
    },
  },
  {
    agent: 'personal-finance-advisor',
    prompt: 'Can I retire at 55?',
    turns: [
      always(['facts_read', { path: 'bakery/owner.csv' }]),
      () => [['finance_taxes', { income: 132_874, selfEmployed: true, stateRate: 0.06, yearlyNeed: 54_000 }]],
      (results) => [['finance_retirement', { ...plan, taxRate: at(results, 1)['withdrawalRate'] ?? 0 }]],
    ],
    answer: (results) => ({
      advice: ['It does not hold as planned.'],
      success: at(results, 2)['success'] ?? 0,
      assumptions: texts(at(results, 1)['assumptions'], 'source'),
      sources: ['bakery/owner.csv'],
    }),
    expected: { assumptions: expect.arrayContaining([saying('Rev. Proc. 2025-32')]) },
  },
  {
    agent: 'customer-experience-manager',
    prompt: 'What do customers complain about, and who waits for an answer?',
    turns: [
      always(
        ['feedback_analyse', { path: 'bakery/feedback.csv' }],
        ['documents_search', { query: 'challah order closed door', folder: 'mail' }],
      ),
      always([
        'message_write',
        { kind: 'reply', topic: 'your order of 20 December', to: 'Ellen Marsh', tone: 'formal' },
      ]),
      (results) => [
        ['mail_draft', { to: ['ellen@post.example'], subject: 'Your order', text: textIn(at(results, 2)['text']) }],
      ],
    ],
    answer: (results) => ({
      themes: itemsIn(at(results, 0)['themes']).map(({ theme, mood }) => ({ theme: theme ?? '', mood: mood ?? 0 })),
      answerFirst: texts(at(results, 0)['answerFirst'], 'customer'),
      drafts: [textIn(at(results, 3)['path'])],
      sources: texts(at(results, 1)['documents'], 'path').slice(0, 1),
    }),
    expected: {
      answerFirst: expect.arrayContaining(['C-1203', 'C-1102']),
      drafts: [saying('drafts/')],
      sources: ['mail/2025-12-20-complaint.eml'],
    },
  },
  {
    agent: 'digital-marketing-coordinator',
    prompt: 'Write the launch of the Levain Kit for three channels.',
    turns: [
      always(['brief_read', { path: 'launch/brief.md' }], ['brand_read', { path: 'launch/brand-rules.md' }]),
      (results) => [['campaign_write', { brief: at(results, 0), rules: at(results, 1) }]],
      (results) => [['brand_check', { pieces: at(results, 2)['pieces'] ?? [], rules: at(results, 1) }]],
    ],
    answer: (results) => ({
      pieces: itemsIn(at(results, 2)['pieces']).map(({ channel, path }) => ({
        channel: channel ?? '',
        path: path ?? '',
      })),
      passed: at(results, 3)['passed'] ?? false,
      sources: ['launch/brief.md'],
    }),
    expected: { passed: true, pieces: [{ channel: 'instagram' }, { channel: 'newsletter' }, { channel: 'linkedin' }] },
  },
  {
    agent: 'analytics-intelligence-officer',
    prompt: 'Which product grows?',
    turns: [
      always(['table_describe', { path: 'bakery/sales-by-product.csv' }]),
      always([
        'table_trend',
        { path: 'bakery/sales-by-product.csv', value: 'pieces', where: { column: 'product', equals: 'cardamom bun' } },
      ]),
    ],
    answer: (results) => ({
      findings: [textIn(at(results, 1)['finding'])],
      figures: [{ name: 'rows', value: at(results, 0)['rows'] ?? 0 }],
      charts: [textIn(at(results, 1)['chart'])],
      sources: ['bakery/sales-by-product.csv'],
    }),
    expected: { findings: [saying('pieces goes up over 12 periods')], figures: [{ value: 72 }] },
  },
  {
    agent: 'full-stack-engineer',
    prompt: 'Orders of five kits cost too much. Find out why and mend it.',
    turns: [
      always(['code_check', { path: 'shop/price.check.mjs' }]),
      always(['code_search', { query: 'kits >', folder: 'shop' }]),
      always(['code_change', price]),
      always(['code_check', { path: 'shop/price.check.mjs' }]),
    ],
    answer: (results) => ({
      cause: `${texts(at(results, 1)['hits'])[0] ?? ''}: five is not more than five`,
      changed: [textIn(at(results, 2)['path'])],
      passed: at(results, 0)['passed'] === false && at(results, 3)['passed'] === true,
      sources: ['shop/price.check.mjs'],
    }),
    expected: { passed: true, changed: ['shop/price.mjs'] },
  },
  {
    agent: 'business-operations-coordinator',
    prompt: 'What is open from the launch meeting, and when can I meet Nadia?',
    turns: [
      always(
        ['documents_analyse', { paths: ['launch/2026-01-08-launch-meeting.md'] }],
        ['calendar_free', { from: '2026-01-13', until: '2026-01-17', minutes: 30 }],
      ),
    ],
    answer: (results) => ({
      open: itemsIn(at(results, 0)['actions']).map(({ text, owner, due }) => ({
        what: text ?? '',
        owner: owner ?? 'nobody',
        due: due ?? 'open',
      })),
      meetings: [textIn(first(at(results, 1)['slots'])['start'])],
      sources: ['launch/2026-01-08-launch-meeting.md'],
    }),
    expected: { open: [{ owner: 'Nadia', due: '2026-01-19' }], meetings: ['2026-01-13T13:00:00.000Z'] },
  },
  {
    agent: 'multi-channel-communicator',
    prompt: 'Tell Yoav of Tvuot and Marisol that the trial flour comes in April.',
    turns: [
      always(['contacts_find', { query: 'יואב', about: 'תבואות' }], ['contacts_find', { query: 'Marisol' }]),
      (results) => [
        [
          'message_write',
          {
            kind: 'update',
            topic: 'משלוח הניסיון באפריל',
            to: textIn(first(at(results, 0)['people'])['name']),
            language: 'he',
          },
        ],
        ['message_write', { kind: 'notice', topic: 'the trial flour comes in April', channel: 'sms' }],
      ],
      (results) => [
        [
          'mail_draft',
          { to: first(at(results, 0)['people'])['emails'] ?? [], subject: 'x', text: textIn(at(results, 2)['text']) },
        ],
      ],
    ],
    answer: (results) => ({
      messages: [
        { to: textIn(first(at(results, 0)['people'])['name']), channel: 'mail', text: textIn(at(results, 2)['text']) },
        { to: textIn(first(at(results, 1)['people'])['name']), channel: 'sms', text: textIn(at(results, 3)['text']) },
      ],
      drafts: [textIn(at(results, 4)['path'])],
      sources: ['contacts'],
    }),
    expected: {
      messages: [
        { to: 'יואב הראל', text: saying('היי יואב') },
        { to: 'Marisol Vega', text: 'Please note: the trial flour comes in April.' },
      ],
    },
  },
  {
    agent: 'critical-issues-manager',
    prompt: 'What is on fire, and what do we do first?',
    turns: [
      always(['incidents_triage', { path: 'bakery/incidents.csv', at: '2026-01-11T13:00:00Z' }]),
      always(['documents_search', { query: 'oven breaker trips' }], ['contacts_find', { query: 'ovens' }]),
      always([
        'message_write',
        { kind: 'notice', topic: 'the rye comes two hours later until the oven is repaired', to: 'Corner Café' },
      ]),
    ],
    answer: (results) => ({
      worst: textIn(first(at(results, 0)['open'])['what']),
      next: [textIn(first(at(results, 0)['open'])['next']), `Call ${textIn(first(at(results, 2)['people'])['name'])}`],
      tell: [textIn(at(results, 3)['text'])],
      sources: texts(at(results, 1)['documents'], 'path').slice(0, 2),
    }),
    expected: {
      worst: saying('breaker'),
      next: [saying('the cause'), 'Call יואב פרץ'],
      sources: expect.arrayContaining(['bakery/oven-manual.txt']),
    },
  },
  {
    agent: 'document-search',
    prompt: 'מה החלטנו על רשתות שיווק?',
    turns: [always(['documents_search', { query: 'הוחלט רשתות שיווק', folder: 'tvuot' }])],
    answer: (results) => ({
      answer: textIn(first(at(results, 0)['documents'])['snippet']),
      documents: texts(at(results, 0)['documents'], 'path').slice(0, 3),
      sources: ['documents_search'],
    }),
    expected: { answer: saying('רשתות שיווק') },
  },
  {
    agent: 'weekly-status',
    prompt: 'Write the status of the week of 14 December.',
    turns: [always(['status_week', { from: '2025-12-14', until: '2025-12-21' }])],
    answer: (results) => ({
      status: textIn(at(results, 0)['text']),
      open: texts(at(results, 0)['actions']),
      sources: (Array.isArray(at(results, 0)['documents']) ? at(results, 0)['documents'] : null) ?? [],
    }),
    expected: { open: expect.arrayContaining([saying('רותם')]) },
  },
  {
    agent: 'contact-search',
    prompt: 'Which Yoav repairs ovens?',
    turns: [always(['contacts_find', { query: 'Yoav', about: 'ovens' }])],
    answer: (results) => {
      const person = first(at(results, 0)['people']);
      const [address = ''] = Array.isArray(person['emails']) ? person['emails'] : [];
      return { name: textIn(person['name']), address, isSure: person['isSure'] ?? false, sources: ['contacts'] };
    },
    expected: { name: 'יואב פרץ', address: 'yoav@peretz-ovens.example', isSure: true },
  },
  {
    agent: 'calendar',
    prompt: 'An hour with Priya on Wednesday or Thursday, please.',
    turns: [
      always(['calendar_free', { from: '2026-01-14', until: '2026-01-16', minutes: 60 }]),
      (results) => [
        [
          'calendar_add',
          {
            summary: 'Priya',
            start: textIn(first(at(results, 0)['slots'])['start']),
            end: textIn(first(at(results, 0)['slots'])['end']),
          },
        ],
      ],
      always(['calendar_list', { from: '2026-01-14', until: '2026-01-15' }]),
    ],
    answer: (results) => {
      const added = itemsIn(at(results, 2)['events']).find(({ summary }) => summary === 'Priya') ?? {};
      return {
        start: textIn(added['start']),
        end: textIn(added['end']),
        uid: textIn(added['uid']),
        sources: ['calendar'],
      };
    },
    // The photo session takes Wednesday until noon.
    expected: { start: '2026-01-14T17:00:00.000Z', uid: saying('@baton') },
  },
  {
    agent: 'editor',
    prompt: 'Shorten this: The oven was repaired by Yoav. It is very good.',
    turns: [always(['text_review', { text: 'The oven was repaired by Yoav. It is very good.' }])],
    answer: (results) => ({
      text: 'Yoav repaired the oven. It is good.',
      changes: itemsIn(at(results, 0)['problems']).map(({ kind, text }) => ({ kind: kind ?? '', what: text ?? '' })),
      sources: ['text_review'],
    }),
    expected: {
      changes: [
        { kind: 'filler', what: 'very' },
        { kind: 'passive', what: 'was repaired by' },
      ],
    },
  },
  {
    agent: 'research-worker',
    prompt: 'What do we know about the lease of Maple Street?',
    turns: [
      always(['documents_search', { query: 'lease Maple Street 118 ends' }]),
      always(
        ['documents_read', { path: 'bakery/lease-maple-street.pdf' }],
        ['documents_read', { path: 'mail/2026-01-05-landlord.eml' }],
      ),
    ],
    answer: (results) => ({
      found: results.slice(1).map(({ text, path }) => ({ what: textIn(text).slice(0, 400), where: textIn(path) })),
      missing: ['an offer of another landlord'],
      sources: texts(at(results, 0)['documents'], 'path').slice(0, 3),
    }),
    expected: { found: [{ what: saying('31 May 2026') }, { what: saying('6,100') }] },
  },
  {
    agent: 'analysis-worker',
    prompt: 'מהי האסטרטגיה של תבואות?',
    turns: [always(['documents_analyse', { paths: ['tvuot/strategy-draft-1.md', 'tvuot/strategy-draft-2.md'] }])],
    answer: (results) => ({
      conclusions: itemsIn(at(results, 0)['strategy'])
        .map(({ text, path }) => ({ text: text ?? '', because: path ?? '' }))
        .slice(0, 1),
      sources: ['tvuot/strategy-draft-2.md'],
    }),
    expected: { conclusions: [{ text: saying('להתמקד במאפיות קיימות'), because: 'tvuot/strategy-draft-2.md' }] },
  },
  {
    agent: 'developer-worker',
    prompt: 'Let delivery be free from 100 USD on.',
    turns: [
      always(['code_read', { path: 'shop/price.mjs' }]),
      always(['code_change', { path: 'shop/price.mjs', find: 'freeFrom = 8000', replace: 'freeFrom = 10000' }]),
      always(['code_check', { path: 'shop/price.check.mjs' }]),
    ],
    answer: (results) => ({
      changed: [textIn(at(results, 1)['path'])],
      passed: at(results, 2)['passed'] ?? false,
      sources: ['shop/price.mjs'],
    }),
    expected: { passed: true },
  },
  {
    agent: 'review-worker',
    prompt: 'May this go out on Instagram: Guaranteed bread!!!',
    turns: [
      always(['brand_read', { path: 'launch/brand-rules.md' }]),
      (results) => [
        ['brand_check', { pieces: [{ channel: 'instagram', text: 'Guaranteed bread!!!' }], rules: at(results, 0) }],
      ],
    ],
    answer: (results) => ({
      approved: at(results, 1)['passed'] ?? true,
      faults: texts(first(at(results, 1)['pieces'])['problems'], 'rule'),
      sources: ['launch/brand-rules.md'],
    }),
    expected: { approved: false, faults: ['words', 'always', 'voice'] },
  },
  {
    agent: 'execution-worker',
    prompt: 'Write the agenda for Thursday 14:00 with Theo about packing kits, and a draft to him.',
    turns: [
      always(['contacts_find', { query: 'Theo' }]),
      (results) => [
        [
          'agenda_write',
          {
            title: 'Packing kits',
            start: '2026-01-15T19:00:00Z',
            end: '2026-01-15T19:30:00Z',
            people: at(results, 0)['people'] ?? [],
            topics: ['Jars', 'Two people a day'],
          },
        ],
        [
          'mail_draft',
          { to: first(at(results, 0)['people'])['emails'] ?? [], subject: 'Packing kits', text: 'See the agenda.' },
        ],
      ],
    ],
    answer: (results) => ({
      done: [at(results, 1), at(results, 2)].map(({ path }) => ({ what: 'written', where: textIn(path) })),
      left: ['sending the draft'],
      sources: ['contacts'],
    }),
    expected: { done: [{ where: 'results/packing-kits.md' }, { where: saying('drafts/') }] },
  },
  {
    agent: 'advisory-worker',
    prompt: 'Retire at 55, or later?',
    turns: [
      always(['finance_options', plan]),
      (results) => [
        ['risks_list', { retirement: { success: first(at(results, 0)['options'])['success'] ?? 0, retireAt: 55 } }],
      ],
    ],
    answer: (results) => ({
      recommendation: textIn(at(results, 0)['best']),
      options: itemsIn(at(results, 0)['options']).map(({ name, success }) => ({
        option: name ?? '',
        figure: JSON.stringify(success),
      })),
      risks: texts(at(results, 1)['risks'], 'risk'),
      sources: ['finance_options'],
    }),
    expected: { recommendation: 'all three, and seven years later', risks: ['The money does not last', saying('59½')] },
  },
];
