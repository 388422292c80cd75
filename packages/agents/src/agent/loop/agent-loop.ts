import { capsOfBudget, type FaultError, type Json } from '@batonhq/core';
import type { FunctionContext } from '@batonhq/engine';
import { callsOf, textOf, userText, type AssistantPart, type Message, type ToolResult } from '../../model/message.ts';
import type { Model, ModelReply, ModelRequest } from '../../model/model.ts';
import type { PriceList } from '../../model/price/price-list.ts';
import type { Tool } from '../../tool/tool.ts';
import { originsOf, withText, type KnownOrigins } from '../provenance/origin.ts';
import { defaultAgentLimits, type Agent, type AgentLimits } from '../agent.ts';
import { askedBy, openingParts, type Mission } from '../mission.ts';
import type { Signature } from '../../memory/signature.ts';
import { judgeAnswer, type AnswerCheck } from './answer.ts';
import { askModel } from './ask-model.ts';
import { conversationTokens, splitConversation, summaryByRule, summaryRequest, withSummary } from './compact.ts';
import {
  newConversation,
  toolsUsed,
  type AgentResult,
  type Conversation,
  type HandOff,
  type StopReason,
} from './conversation.ts';
import { MissionStoppedError } from './mission-stopped-error.ts';
import { answerDigest, useTools } from './use-tools.ts';

/** Equal calls with equal results after which an agent is stopped. */
const loopAfter = 3;

/** Characters of a result that an agent sees that only hands on. */
const summarised = 4_000;

/** How often a mission is handed on from agent to agent. */
const longestChain = 8;

/** Answers in a row that may miss the schema or the success test. */
const mostRepairs = 3;

/** What stops an agent that has nobody to ask. */
const noModel = 'no model: name one with --model, or in its definition';

/** Turns after which the function continues as new, which bounds what an invocation replays. */
const turnsPerGeneration = 32;

/** What an agent works with. */
export interface Workplace {
  readonly context: FunctionContext;
  readonly agent: Agent;
  readonly mission: Mission;
  readonly models: readonly Model[];
  readonly tools: ReadonlyMap<string, Tool>;
  readonly prices: PriceList;
  readonly check: AnswerCheck;
  readonly onText?: (delta: string) => void;
}

/** What a turn came to. */
type Turn =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'done'; readonly text: string; readonly output: Json }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly detail: string };

/**
 * An agent at work: asks its model, uses the tools that are asked for, until there is an answer or a reason to stop.
 *
 * Everything it does is a recorded step, everything it knows is in its {@link Conversation}; invoked again it goes the
 * same way. A mission that ends without its answer faults: what was not done is not called done. Either way the hand-off
 * record is in the journal.
 */
export class AgentLoop {
  readonly #place: Workplace;
  readonly #limits: AgentLimits;
  #conversation: Conversation;
  #generationTurns = 0;
  readonly #isNew: boolean;

  constructor(place: Workplace, before: Conversation | null) {
    this.#place = place;
    this.#isNew = before === null;
    this.#limits = { ...defaultAgentLimits, ...place.agent.limits };
    const { mission, context } = place;
    this.#conversation =
      before ??
      newConversation(
        { role: 'user', parts: openingParts(mission) },
        {
          startedAt: context.now(),
          origins: missionOrigins(place),
          read: mission.context === null ? [] : ['context'],
        },
      );
  }

  /** Works until the mission ends; calls `continueAs` with the conversation when it gets long. */
  async work(continueAs: (conversation: Conversation) => never): Promise<AgentResult> {
    const circle = this.#isNew ? circleOf(this.#place) : null;
    if (circle !== null) throw await this.#stop({ reason: 'loop', detail: circle });
    for (;;) {
      const turn = await this.#turn();
      if (turn.kind === 'done') return this.#finish(turn);
      if (turn.kind === 'stopped') throw await this.#stop(turn);
      this.#generationTurns += 1;
      if (this.#generationTurns >= turnsPerGeneration) continueAs(this.#conversation);
    }
  }

  async #turn(): Promise<Turn> {
    const { context } = this.#place;
    if (this.#conversation.turns >= this.#limits.turns)
      return stopped('turns', `no answer after ${this.#limits.turns} turns`);
    if (context.now() >= this.#deadline()) return stopped('time', `no answer within ${this.#limits.time} ms`);
    await this.#compactIfLong();
    const request = this.#request();
    const asked = await this.#ask(request);
    if (asked.kind === 'unaffordable') return stopped('budget', asked.detail);
    if (asked.kind === 'failed')
      return stopped('models', asked.calls === 0 ? noModel : `no model answered: ${asked.detail}`);
    if (asked.kind === 'too-long') return this.#shorten();
    return this.#heard(asked.reply);
  }

  async #heard({ parts, finish, usage }: ModelReply): Promise<Turn> {
    this.#say({ role: 'assistant', parts });
    this.#change({ turns: this.#conversation.turns + 1 });
    this.#spend({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
    if (finish === 'filtered') return stopped('filtered', 'the provider filtered the answer');
    if (callsOf(parts).length > 0) return this.#use(parts);
    if (finish === 'length') return this.#repair('Your answer was cut off at its limit. Answer again, shorter.');
    return this.#judge(textOf(parts));
  }

  async #use(parts: readonly AssistantPart[]): Promise<Turn> {
    const { context, tools, agent } = this.#place;
    const calls = callsOf(parts);
    const { origins } = this.#conversation;
    const results = await useTools(calls, {
      context,
      tools,
      resultCharacters:
        agent.delegates === true ? Math.min(summarised, this.#limits.resultCharacters) : this.#limits.resultCharacters,
      origins,
      untrusted: agent.untrusted ?? 'refuse',
      signature: this.#signature(),
    });
    this.#say({ role: 'tool', results });
    this.#change({
      origins: results.reduce((known, result) => afterResult(known, result, tools), origins),
      read: [...new Set([...this.#conversation.read, ...results.map(({ tool }) => tool)])],
    });
    this.#spend({ toolCalls: results.length });
    const answers = { ...this.#conversation.answers };
    for (const [index, call] of calls.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      const digest = answerDigest(call, result, tools.get(call.tool));
      answers[digest] = (answers[digest] ?? 0) + 1;
      if (answers[digest] >= loopAfter)
        return stopped(
          'loop',
          `${call.tool} was called ${loopAfter} times with the same arguments, and nothing new came of it`,
        );
    }
    this.#change({ answers });
    return { kind: 'go-on' };
  }

  async #judge(text: string): Promise<Turn> {
    const { context, mission, check } = this.#place;
    const verdict = await judgeAnswer(text, { context, mission, check });
    return verdict.kind === 'accepted' ? { kind: 'done', text, output: verdict.output } : this.#repair(verdict.problem);
  }

  #repair(problem: string): Turn {
    if (this.#conversation.repairs >= mostRepairs)
      return stopped('repairs', `the answer was refused ${mostRepairs + 1} times: ${problem}`);
    this.#change({ repairs: this.#conversation.repairs + 1 });
    this.#say(userText(problem));
    return { kind: 'go-on' };
  }

  /** The provider says that the conversation is too long, whatever was estimated. */
  async #shorten(): Promise<Turn> {
    const before = this.#conversation.messages.length;
    await this.#compact(conversationTokens(this.#conversation.messages) / 2);
    if (this.#conversation.messages.length < before) return { kind: 'go-on' };
    return stopped('models', 'the conversation is too long for the model and cannot be shortened');
  }

  async #compactIfLong(): Promise<void> {
    const { contextTokens } = this.#limits;
    if (conversationTokens(this.#conversation.messages) > contextTokens) await this.#compact(contextTokens);
  }

  async #compact(room: number): Promise<void> {
    const split = splitConversation(this.#conversation.messages, room);
    if (split === null) return;
    const request = summaryRequest(split, this.#limits.outputTokens);
    const asked = await this.#ask(request);
    const text = asked.kind === 'reply' ? textOf(asked.reply.parts) : '';
    if (asked.kind === 'reply')
      this.#spend({ inputTokens: asked.reply.usage.inputTokens, outputTokens: asked.reply.usage.outputTokens });
    this.#change({ messages: withSummary(split, text === '' ? summaryByRule(split) : text) });
  }

  async #ask(request: ModelRequest): ReturnType<typeof askModel> {
    const { context, models, onText, mission, prices } = this.#place;
    const asked = await askModel({
      context,
      models,
      request,
      prices,
      budget: mission.budget,
      around: mission.chain,
      deadline: this.#deadline(),
      ...(onText !== undefined && { onText }),
    });
    this.#spend({ modelCalls: asked.calls });
    return asked;
  }

  #request(): ModelRequest {
    const { agent, tools, mission } = this.#place;
    const output = mission.output ?? agent.output;
    return {
      system: agent.instructions,
      messages: this.#conversation.messages,
      tools: [...tools.values()].map(({ name, description, input }) => ({ name, description, input })),
      maxOutputTokens: this.#limits.outputTokens,
      ...(output !== undefined && { output }),
    };
  }

  /** Who calls, for tools that are told: this agent, with what it has read, on behalf of whom. */
  #signature(): Signature {
    const { agent, mission, context } = this.#place;
    const own = {
      agent: agent.name,
      asked: askedBy(mission),
      step: context.task,
      within: capsOfBudget(mission.budget),
    };
    const chain = [...mission.chain, own];
    return { agent: agent.name, read: this.#conversation.read, chain };
  }

  #deadline(): number {
    return this.#conversation.startedAt + this.#limits.time;
  }

  async #finish({ text, output }: Extract<Turn, { kind: 'done' }>): Promise<AgentResult> {
    const handOff = await this.#handOver({ status: 'completed', reason: null, detail: null });
    return { text, output, handOff };
  }

  async #stop({ reason, detail }: { readonly reason: StopReason; readonly detail: string }): Promise<FaultError> {
    await this.#handOver({ status: 'stopped', reason, detail });
    return new MissionStoppedError(this.#place.agent.name, { reason, detail, conversation: this.#conversation });
  }

  #handOver(ending: Pick<HandOff, 'status' | 'reason' | 'detail'>): Promise<HandOff> {
    const { context, agent, mission } = this.#place;
    const { messages, spent, turns } = this.#conversation;
    const lastWords = messages.findLast(({ role }) => role === 'assistant');
    const record: HandOff = {
      agent: `${agent.name}:${agent.version}`,
      mission: mission.prompt,
      ...ending,
      tools: toolsUsed(messages),
      lastWords: lastWords?.role === 'assistant' ? textOf(lastWords.parts).slice(0, 2_000) : '',
      turns,
      spent,
    };
    return context.step('hand-off', () => record, { repeat: 'safe' });
  }

  #say(message: Message): void {
    this.#change({ messages: [...this.#conversation.messages, message] });
  }

  #spend(more: Partial<Conversation['spent']>): void {
    const { spent } = this.#conversation;
    this.#change({
      spent: {
        modelCalls: spent.modelCalls + (more.modelCalls ?? 0),
        toolCalls: spent.toolCalls + (more.toolCalls ?? 0),
        inputTokens: spent.inputTokens + (more.inputTokens ?? 0),
        outputTokens: spent.outputTokens + (more.outputTokens ?? 0),
      },
    });
  }

  #change(change: Partial<Conversation>): void {
    this.#conversation = { ...this.#conversation, ...change };
  }
}

/** Why a mission that was handed on goes round in circles, where it does: who asks waits for the answer itself. */
function circleOf({ mission, agent }: Workplace): string | null {
  const { chain } = mission;
  const way = [...chain.map((link) => link.agent), agent.name].join(' → ');
  if (chain.length >= longestChain) return `the mission was handed on ${chain.length} times: ${way}`;
  const asked = askedBy(mission);
  const isAgain = chain.some((link) => link.agent === agent.name && link.asked === asked);
  return isAgain ? `the same mission came back to whoever handed it on: ${way}` : null;
}

/** What the user said; data that was handed over, and what tools say of themselves, was written by others. */
function missionOrigins({ mission, tools }: Workplace): KnownOrigins {
  const told = [
    { from: 'context', text: JSON.stringify(mission.context) },
    ...[...tools.values()].map(({ name, description }) => ({ from: name, text: description })),
  ];
  return told.reduce((known, one) => withText(known, { ...one, trust: 'fetched' }), originsOf(mission.prompt));
}

/** A refusal repeats what was asked for, and is no source of anything. */
function afterResult(known: KnownOrigins, result: ToolResult, tools: ReadonlyMap<string, Tool>): KnownOrigins {
  if (result.isError) return known;
  const trust = tools.get(result.tool)?.trust ?? 'fetched';
  return withText(known, { text: result.text, from: result.tool, trust });
}

function stopped(reason: StopReason, detail: string): Turn {
  return { kind: 'stopped', reason, detail };
}
