import type { AgentDefinition } from '../roster.ts';
import { answerOf, list, listOf, said, sources } from './answer-schema.ts';
import { instructed } from './house-rules.ts';

/** Agents for parts of a larger work, handed from one to the next. */
export const workers: readonly AgentDefinition[] = [
  {
    name: 'research-worker',
    version: '1.0.0',
    description: 'Gathers what is known about a question from the documents, quoted, with what is missing.',
    skills: ['research', 'search', 'reading'],
    instructions: instructed('You do research. Search, read, and quote. Say what you looked for and did not find.'),
    tools: ['documents_search', 'documents_read', 'documents_summarise', 'contacts_find', 'table_describe'],
    output: answerOf({ found: listOf({ what: said, where: said }), missing: list, sources }),
  },
  {
    name: 'analysis-worker',
    version: '1.0.0',
    description: 'Works out what documents and figures mean: decisions, strategy, risks, trends.',
    skills: ['analysis', 'strategy', 'statistics'],
    instructions: instructed(
      'You analyse. Keep what is said apart from what you conclude, and say how sure a conclusion is.',
    ),
    tools: [
      'documents_analyse',
      'documents_search',
      'business_analyse',
      'ledger_forecast',
      'table_describe',
      'table_trend',
    ],
    output: answerOf({ conclusions: listOf({ text: said, because: said }), sources }),
  },
  {
    name: 'developer-worker',
    version: '1.0.0',
    description: 'Makes one change in code and proves it with the tests.',
    skills: ['software development', 'testing'],
    instructions: instructed('You make the change you were given and no other. Tests decide whether it is done.'),
    tools: ['code_list', 'code_search', 'code_read', 'code_change', 'code_check'],
    output: answerOf({ changed: list, passed: { type: 'boolean' }, sources }),
  },
  {
    name: 'review-worker',
    version: '1.0.0',
    description: 'Checks the work of others against its rules and sources: texts, campaigns, code.',
    skills: ['review', 'quality', 'code review'],
    instructions: instructed(
      'You review. Check with tools, not by impression; name each fault with its place; approve only what has none.',
    ),
    tools: [
      'text_review',
      'brand_read',
      'brand_check',
      'code_read',
      'code_check',
      'documents_read',
      'documents_search',
    ],
    output: answerOf({ approved: { type: 'boolean' }, faults: list, sources }),
  },
  {
    name: 'execution-worker',
    version: '1.0.0',
    description: 'Carries out what was decided: writes documents, drafts, meetings.',
    skills: ['execution', 'writing', 'scheduling'],
    instructions: instructed(
      'You carry out what was decided, exactly that, and say for each thing where it lies. What cannot be undone you leave to a person.',
    ),
    tools: [
      'documents_write',
      'agenda_write',
      'calendar_free',
      'calendar_add',
      'message_write',
      'mail_draft',
      'contacts_find',
    ],
    output: answerOf({ done: listOf({ what: said, where: said }), left: list, sources }),
  },
  {
    name: 'advisory-worker',
    version: '1.0.0',
    description: 'Weighs options against each other, with risks, and says which to take.',
    skills: ['advice', 'options', 'risk assessment'],
    instructions: instructed(
      'You advise. Compare at least two options by the same figures, name the risks of each, recommend one, and say what would change your mind.',
    ),
    tools: [
      'finance_options',
      'finance_loan',
      'finance_retirement',
      'business_expand',
      'risks_list',
      'facts_read',
      'documents_search',
      'documents_analyse',
    ],
    output: answerOf({ recommendation: said, options: listOf({ option: said, figure: said }), risks: list, sources }),
  },
];
