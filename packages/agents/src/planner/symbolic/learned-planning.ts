import { isJsonObject, sha256, type Json, type JsonObject } from '@batonhq/core';
import type { PlannableFunction } from '../plan.ts';
import { coldModel } from './cold/cold-model.ts';
import { toolF1, type Chosen } from './choose.ts';
import type { PlanExample, ToolCard } from './example.ts';
import { extendHistory, fitHistory, type HistoryModel } from './history/history-model.ts';
import { Recall, type Recalled } from './history/recall.ts';
import { ModelRecordError } from './model-record-error.ts';
import { modelRecord, readModel } from './model-record.ts';
import { strangers } from './written/strangers.ts';
import { writtenRequests } from './written/written-requests.ts';

/** Where what was learned from the requests that ship is kept, so that it is learned once and not by every process. */
export interface KeptModel {
  /** What was written last; null when there is nothing, or nothing that can be read. */
  read(): Promise<Json | null>;
  write(record: JsonObject): Promise<void>;
}

/** What a model is learned from. */
export interface Lessons {
  readonly functions: readonly PlannableFunction[];
  /** Plans that were approved and went well, the oldest first. */
  readonly history: readonly PlanExample[];
  readonly kept: KeptModel | null;
}

/** Chooses functions for requests. */
export interface LearnedPlanning {
  plan(request: string): Chosen;
}

/** With fewer examples than this nothing is learned from them; they are recalled. */
const leastExamples = 20;
/** Plans that share so much are of the same kind. */
const half = 0.5;

/**
 * Learns from the requests that ship and from plans of before: only from those all of whose functions there are. A request
 * that is much like one of before is planned as that was; the model of all of them answers the others.
 */
export async function learnedPlanning({ functions, history, kept }: Lessons): Promise<LearnedPlanning> {
  const tools = functions.map(cardOf);
  const places = new Map(tools.map(({ id }, place) => [id, place]));
  const known = (examples: readonly PlanExample[]): readonly PlanExample[] =>
    examples.filter((example) => example.tools.every((id) => places.has(id)));
  const [shipped, later] = [known(writtenRequests.training), known(history)];
  const model = await modelOf({ tools, shipped, later }, kept);
  const recall = new Recall(later, shipped);
  return {
    plan(request) {
      const chosen = model.plan(request);
      const recalled = recall.nearest(request);
      if (recalled === null) return chosen;
      const chain = recalled.example.tools.flatMap((id) => places.get(id) ?? []);
      // Judged by everything else, both requests should be answered alike; if not, the words they differ in say why.
      const others = [model.plan(recalled.example.request).chain, chain];
      const isAlike = others.some((other) => toolF1(other, chosen.chain) >= half);
      const confidence = trustIn(recalled, isAlike ? 0 : chosen.confidence);
      if (confidence <= chosen.confidence) return chosen;
      return { chain, confidence, alternatives: [chosen.chain, ...chosen.alternatives].slice(0, 3) };
    },
  };
}

/**
 * How far a plan of before may be trusted for a request that is much like its own. Two requests that share half of what they
 * say are mostly about the same, unless the words in which they differ ask for something else: `cancel` instead of `book`.
 */
function trustIn({ likeness }: Recalled, doubt: number): number {
  return likeness === 1 ? 1 : Math.sqrt(likeness) * (1 - doubt);
}

interface Examples {
  readonly tools: readonly ToolCard[];
  readonly shipped: readonly PlanExample[];
  readonly later: readonly PlanExample[];
}

/** What ships is learned from; what came later is added to it, some at a time, because adding costs a second. */
async function modelOf({ tools, shipped, later }: Examples, kept: KeptModel | null): Promise<LearnedPlanning> {
  if (shipped.length + later.length < leastExamples) return coldModel({ tools });
  if (shipped.length < 2 * later.length)
    return fitHistory({ tools, examples: [...shipped, ...later], strangers: strangers.training });
  const model = await fittedOnce({ tools, shipped }, kept);
  const added = later.slice(0, later.length - (later.length % leastExamples));
  return added.length === 0 ? model : extendHistory(model, added);
}

async function fittedOnce(
  { tools, shipped }: Pick<Examples, 'tools' | 'shipped'>,
  kept: KeptModel | null,
): Promise<HistoryModel> {
  const lessons = { tools: tools.map((tool) => ({ ...tool })), shipped: shipped.map((one) => ({ ...one })), strangers };
  const key = sha256(JSON.stringify(lessons));
  const found = readKept((await kept?.read()) ?? null, key);
  if (found !== null) return found;
  const model = fitHistory({ tools, examples: shipped, strangers: strangers.training });
  await kept?.write({ key, model: modelRecord(model) });
  return model;
}

/** What was learned from other requests, for other functions or by another version is learned anew. */
function readKept(record: Json | null, key: string): HistoryModel | null {
  if (!isJsonObject(record) || record['key'] !== key) return null;
  try {
    return readModel(record['model'] ?? null);
  } catch (error) {
    if (error instanceof ModelRecordError) return null;
    throw error;
  }
}

function cardOf({ name, description }: PlannableFunction): ToolCard {
  return { id: name, name, description: `${name.replaceAll('_', ' ')}. ${description}` };
}
