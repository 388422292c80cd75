import type { Json, JsonObject } from '@batonhq/core';
import { isJsonObject } from '@batonhq/core';
import type { PlanExample, ToolCard, ToolLink } from './example.ts';
import { HistoryModel } from './history/history-model.ts';
import { ModelRecordError } from './model-record-error.ts';

/** Written into every record; another number is not read. */
const form = 2;

/**
 * A model as one JSON value, to be kept and read again by {@link readModel}: the history, and the numbers that were
 * learned from it. About 4 KB for each example of a catalog with a hundred functions.
 *
 * @example
 * ```ts
 * import { fitHistory, modelRecord, readModel } from '@batonhq/agents/planner';
 *
 * const tools = [{ id: 'find', name: 'find', description: 'Find a room' }];
 * const model = fitHistory({ tools, examples: [{ request: 'find a room', tools: ['find'] }] });
 * const kept = JSON.stringify(modelRecord(model));
 * console.log(readModel(JSON.parse(kept)).plan('find me a room').chain); // [ 0 ]
 * ```
 */
export function modelRecord({ history, numbers }: HistoryModel): JsonObject {
  const { ridge, toolWeights, chainWeights, trust, kin } = numbers;
  return {
    form,
    tools: history.tools.map(({ id, name, description }) => ({ id, name, description })),
    examples: history.examples.map(({ request, tools }) => ({ request, tools: [...tools] })),
    links: (history.links ?? []).map((link) => [...link]),
    dual: Buffer.from(ridge.dual.buffer, ridge.dual.byteOffset, ridge.dual.byteLength).toString('base64'),
    means: [...ridge.means],
    toolWeights: [...toolWeights],
    chainWeights: [...chainWeights],
    trust: [...trust],
    kin: [...kin],
  };
}

/**
 * The model of a record.
 *
 * @throws ModelRecordError when it is no record of this form, or a part of it is missing or of another size.
 */
export function readModel(record: Json): HistoryModel {
  if (!isJsonObject(record) || record['form'] !== form)
    throw new ModelRecordError(`not a model of form ${form}: learn it again from its history`);
  const tools = objectsIn(record, 'tools').map(cardOf);
  const examples = objectsIn(record, 'examples').map(exampleOf);
  const links = listIn(record, 'links').map(linkOf);
  const means = numbersIn(record, 'means');
  const dual = floatsIn(record, 'dual');
  if (dual.length !== means.length * examples.length)
    throw new ModelRecordError(
      `dual has ${dual.length} numbers, expected ${means.length} for each of ${examples.length} examples`,
    );
  const numbers = {
    ridge: { dual, means },
    toolWeights: numbersIn(record, 'toolWeights'),
    chainWeights: numbersIn(record, 'chainWeights'),
    trust: numbersIn(record, 'trust'),
    kin: numbersIn(record, 'kin'),
  };
  return new HistoryModel({ tools, examples, links }, numbers);
}

function cardOf(value: JsonObject): ToolCard {
  return { id: textIn(value, 'id'), name: textIn(value, 'name'), description: textIn(value, 'description') };
}

function exampleOf(value: JsonObject): PlanExample {
  return { request: textIn(value, 'request'), tools: listIn(value, 'tools').filter((one) => typeof one === 'string') };
}

function linkOf(value: Json): ToolLink {
  const [from, to] = Array.isArray(value) ? value : [];
  if (typeof from !== 'string' || typeof to !== 'string') throw new ModelRecordError('links: expected pairs of ids');
  return [from, to];
}

function floatsIn(record: JsonObject, name: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(textIn(record, name), 'base64'));
  if (bytes.length % 4 !== 0) throw new ModelRecordError(`${name}: ${bytes.length} bytes are no list of numbers`);
  return new Float32Array(bytes.buffer);
}

function numbersIn(record: JsonObject, name: string): Float64Array {
  const list = listIn(record, name).filter((one) => typeof one === 'number');
  if (list.length !== listIn(record, name).length) throw new ModelRecordError(`${name}: expected numbers`);
  return Float64Array.from(list);
}

function objectsIn(record: JsonObject, name: string): readonly JsonObject[] {
  return listIn(record, name).filter(isJsonObject);
}

function listIn(record: JsonObject, name: string): readonly Json[] {
  const value = record[name];
  if (!Array.isArray(value)) throw new ModelRecordError(`${name}: expected a list`);
  return value;
}

function textIn(record: JsonObject, name: string): string {
  const value = record[name];
  if (typeof value !== 'string') throw new ModelRecordError(`${name}: expected a text`);
  return value;
}
