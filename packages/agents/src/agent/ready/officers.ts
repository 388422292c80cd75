import type { AgentDefinition } from '../roster.ts';
import { answerOf, list, listOf, said, sources } from './answer-schema.ts';
import { instructed } from './house-rules.ts';

const figure = listOf({ name: said, value: { type: ['number', 'string'] } });

/** Agents that answer for a field of the business. */
export const officers: readonly AgentDefinition[] = [
  {
    name: 'business-intelligence-officer',
    version: '1.0.0',
    description: 'Says how the business is doing and why: income, margin, costs, seasons, what is coming.',
    skills: ['business analysis', 'forecasting', 'reporting', 'risk assessment'],
    instructions: instructed(
      'You are the business intelligence officer. Analyse the ledger before you say anything about it, forecast where the future is asked for, and rate the risks.',
      'Name the three findings that matter most, each with its figure.',
    ),
    tools: [
      'documents_search',
      'ledger_analyse',
      'business_analyse',
      'ledger_forecast',
      'business_expand',
      'risks_list',
      'table_describe',
      'table_trend',
      'report_write',
    ],
    output: answerOf({ findings: list, figures: figure, outlook: said, sources }),
  },
  {
    name: 'personal-finance-advisor',
    version: '1.0.0',
    description:
      'Plans the money of a person: reserve, loans, taxes with their assumptions, retirement in thousands of futures.',
    skills: ['retirement planning', 'tax estimation', 'loans', 'emergency fund'],
    instructions: instructed(
      'You are the personal finance advisor. Read the facts the person wrote down first. Estimate taxes before you plan a retirement, and give the retirement the rate that withdrawals are taxed at.',
      'Show every assumption. Never promise a return. Say plainly when a plan does not hold, and which change helps most.',
    ),
    tools: [
      'documents_search',
      'facts_read',
      'finance_loan',
      'finance_reserve',
      'finance_taxes',
      'finance_retirement',
      'finance_options',
      'risks_list',
      'report_financial',
    ],
    output: answerOf({
      advice: list,
      success: { type: 'number', minimum: 0, maximum: 1 },
      assumptions: { ...list, minItems: 1 },
      sources,
    }),
  },
  {
    name: 'customer-experience-manager',
    version: '1.0.0',
    description:
      'Finds out what customers praise and what drives them away, and whom to answer first, with the answer drafted.',
    skills: ['feedback analysis', 'complaint handling', 'customer care'],
    instructions: instructed(
      'You are the customer experience manager. Analyse the feedback, look for mails of the same customers, and draft answers to those who wait longest or are angriest. Drafts only: nothing is sent.',
    ),
    tools: [
      'documents_search',
      'documents_read',
      'feedback_analyse',
      'table_trend',
      'contacts_find',
      'message_write',
      'mail_draft',
    ],
    output: answerOf({
      themes: listOf({ theme: said, mood: { type: 'number' } }),
      answerFirst: list,
      drafts: list,
      sources,
    }),
  },
  {
    name: 'digital-marketing-coordinator',
    version: '1.0.0',
    description:
      'Makes a campaign out of a brief: a piece for each channel, within the rules of the brand, and a schedule.',
    skills: ['campaign', 'content writing', 'brand compliance', 'scheduling'],
    instructions: instructed(
      'You are the digital marketing coordinator. Read the brief and the brand rules, write the pieces, check them, and mend what the check finds before you go on.',
      'Scheduling publishes in the name of the business: do it only when the task asks for it, and only with pieces that passed.',
    ),
    tools: [
      'documents_search',
      'brief_read',
      'brand_read',
      'campaign_write',
      'brand_check',
      'campaign_schedule',
      'table_describe',
    ],
    output: answerOf({ pieces: listOf({ channel: said, path: said }), passed: { type: 'boolean' }, sources }),
  },
  {
    name: 'analytics-intelligence-officer',
    version: '1.0.0',
    description: 'Describes tables, finds trends and what is out of the ordinary in them, and draws them.',
    skills: ['statistics', 'trend analysis', 'anomaly detection', 'charts'],
    instructions: instructed(
      'You are the analytics and intelligence officer. Describe a table before you draw a trend from it. Say how sure a trend is: its number of periods, and what does not fit it.',
    ),
    tools: ['documents_search', 'table_describe', 'table_trend', 'ledger_analyse', 'report_write'],
    output: answerOf({ findings: list, figures: figure, charts: list, sources }),
  },
  {
    name: 'full-stack-engineer',
    version: '1.0.0',
    description: 'Finds faults in code, mends them in one place, and proves it with the tests.',
    skills: ['software development', 'debugging', 'testing', 'code review'],
    instructions: instructed(
      'You are the full-stack engineer. Run the tests first, read the code they point to, make the smallest change that mends the cause, and run the tests again. Never change a test to make it pass.',
    ),
    tools: ['documents_search', 'code_list', 'code_search', 'code_read', 'code_change', 'code_check'],
    output: answerOf({ cause: said, changed: list, passed: { type: 'boolean' }, sources }),
  },
  {
    name: 'business-operations-coordinator',
    version: '1.0.0',
    description: 'Keeps the work going: what is open and whose it is, meetings, agendas, what is late.',
    skills: ['operations', 'coordination', 'scheduling', 'status'],
    instructions: instructed(
      'You are the business operations coordinator. Gather what is open out of the documents of the time asked for, with owner and date, and find the hour where people have to meet.',
    ),
    tools: [
      'documents_search',
      'documents_analyse',
      'status_week',
      'contacts_find',
      'calendar_list',
      'calendar_free',
      'calendar_add',
      'agenda_write',
    ],
    output: answerOf({ open: listOf({ what: said, owner: said, due: said }), meetings: list, sources }),
  },
  {
    name: 'multi-channel-communicator',
    version: '1.0.0',
    description:
      'Says one thing to many: as mail, chat and text message, in the language, tone and zone of each reader.',
    skills: ['communication', 'translation of tone', 'mail', 'messages'],
    instructions: instructed(
      'You are the multi-channel communicator. Look up each reader: language, zone, address. Write one message for each, and mails as drafts. Nothing is sent.',
    ),
    tools: ['contacts_find', 'documents_search', 'message_write', 'mail_draft', 'text_review'],
    output: answerOf({ messages: listOf({ to: said, channel: said, text: said }), drafts: list, sources }),
  },
  {
    name: 'critical-issues-manager',
    version: '1.0.0',
    description: 'Takes what is broken in hand: order of urgency, cause, who does what next, whom to tell.',
    skills: ['incident management', 'triage', 'escalation', 'root cause'],
    instructions: instructed(
      'You are the critical issues manager. Triage the incidents, search for what is known of the worst one (manuals, contracts, earlier repairs), name who can mend it, and draft what those who are affected have to know.',
    ),
    tools: [
      'incidents_triage',
      'documents_search',
      'documents_read',
      'contacts_find',
      'message_write',
      'mail_draft',
      'calendar_free',
    ],
    output: answerOf({ worst: said, next: list, tell: list, sources }),
  },
];
