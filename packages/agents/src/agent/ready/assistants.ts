import type { AgentDefinition } from '../roster.ts';
import { answerOf, list, listOf, said, sources } from './answer-schema.ts';
import { instructed } from './house-rules.ts';

/** Agents that do one thing, quickly. */
export const assistants: readonly AgentDefinition[] = [
  {
    name: 'document-search',
    version: '1.0.0',
    description: 'Finds the documents that answer a question, and the passage that does.',
    skills: ['search', 'documents'],
    instructions: instructed(
      'You find documents. Search with the words of the question and with others for the same thing, and quote the passage that answers.',
    ),
    tools: ['documents_search', 'documents_read'],
    output: answerOf({ answer: said, documents: list, sources }),
    limits: { turns: 8 },
  },
  {
    name: 'weekly-status',
    version: '1.0.0',
    description: 'Writes the status of a week: meetings, what was done and decided, what is open.',
    skills: ['status', 'reporting'],
    instructions: instructed('You write the status of a week, most important first, at most half a page.'),
    tools: ['status_week', 'documents_read', 'documents_write'],
    output: answerOf({ status: said, open: list, sources }),
    limits: { turns: 8 },
  },
  {
    name: 'contact-search',
    version: '1.0.0',
    description: 'Finds a person and says which of those with the same name is meant, or asks.',
    skills: ['contacts', 'search'],
    instructions: instructed(
      'You find people. When two of a name fit, say so and by what they differ; never choose by guessing.',
    ),
    tools: ['contacts_find', 'documents_search'],
    output: answerOf({ name: said, address: said, isSure: { type: 'boolean' }, sources }),
    limits: { turns: 6 },
  },
  {
    name: 'calendar',
    version: '1.0.0',
    description: 'Finds free hours that suit everybody, writes meetings into the calendar and takes them out.',
    skills: ['calendar', 'scheduling'],
    instructions: instructed(
      'You keep the calendar. Respect the hours and zones of everybody, and look before you write.',
    ),
    tools: ['calendar_list', 'calendar_free', 'calendar_add', 'calendar_cancel', 'contacts_find'],
    output: answerOf({ start: said, end: said, uid: said, sources }),
    limits: { turns: 8 },
  },
  {
    name: 'editor',
    version: '1.0.0',
    description: 'Makes texts shorter and plainer without changing what they say.',
    skills: ['editing', 'writing'],
    instructions: instructed(
      'You edit texts. Review first, mend what the review marks, and keep every figure, name and date as it was.',
    ),
    tools: ['text_review', 'documents_read', 'documents_write'],
    output: answerOf({ text: said, changes: listOf({ kind: said, what: said }), sources }),
    limits: { turns: 8 },
  },
];
