import { FaultError, isJsonObject, type Json } from '@batonhq/core';
import type { FunctionContext, FunctionDefinition } from '@batonhq/engine';
import { userText } from '../model/message.ts';
import type { Conversation } from './loop/conversation.ts';
import { MissionStoppedError } from './loop/mission-stopped-error.ts';

const name = 'agent_advice';

/**
 * The function behind the question that people are asked when an agent goes round in circles: its input is the question,
 * with `advice` for them to fill in, and what comes back is what they wrote there.
 */
export const adviceFunction: FunctionDefinition = {
  name,
  version: '1.0.0',
  input: {
    type: 'object',
    required: ['agent', 'mission', 'problem', 'advice'],
    properties: {
      agent: { type: 'string' },
      mission: { type: 'string' },
      problem: { type: 'string' },
      advice: { type: 'string', description: 'What it should do instead' },
    },
  },
  repeat: 'safe',
  run: (_context, input) => ({ advice: adviceIn(input) }),
};

/** An agent that stopped, and whose mission nobody else takes. */
export interface Stopped {
  readonly context: FunctionContext;
  readonly agent: string;
  readonly mission: string;
  readonly error: unknown;
}

const shown = 500;

/**
 * Asks people about an agent that goes round in circles. Fulfils with the conversation in which it goes on, with their
 * advice; null when it is stopped for another reason, and when they say no.
 */
export async function escalate({ context, agent, mission, error }: Stopped): Promise<Conversation | null> {
  if (!(error instanceof MissionStoppedError) || error.reason !== 'loop') return null;
  const input = { agent, mission: mission.slice(0, shown), problem: error.detail, advice: '' };
  const reason = `${agent} goes round in circles and was stopped: ${error.detail}. Yes lets it go on, with what you write into advice; no ends its mission`;
  try {
    return advised(
      error.conversation,
      adviceIn(await context.call({ function: name, input }, { approval: { reason } })),
    );
  } catch (refused) {
    if (refused instanceof FaultError) return null;
    throw refused;
  }
}

/** What was counted is forgotten: the agent is told that it did the same again and again, and what a person thinks. */
function advised(conversation: Conversation, advice: string): Conversation {
  const words = advice === '' ? 'Go on in another way, or answer with what you have.' : advice;
  const told = userText(
    `You did the same again and again and nothing changed. A person looked at it and says: ${words}`,
  );
  return { ...conversation, answers: {}, messages: [...conversation.messages, told] };
}

function adviceIn(value: Json): string {
  const advice = isJsonObject(value) ? value['advice'] : undefined;
  return typeof advice === 'string' ? advice.trim() : '';
}
