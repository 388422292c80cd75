import { fault, FaultError, isJsonObject, type Json, type JsonObject } from '@batonhq/core';
import { brandProblems, readBrandRules, type BrandRules } from '../../tool/campaign/brand-rules.ts';
import { readBrief, type CampaignBrief } from '../../tool/campaign/brief.ts';
import { writePiece } from '../../tool/campaign/write-piece.ts';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import type { Writer } from '../../writer/writer.ts';
import { Argument } from './argument.ts';
import { nameFor } from './file-name.ts';
import { piecesOrder } from './campaign-orders.ts';
import type { Owner } from './people-functions.ts';
import { readDocument } from './read-document.ts';
import { schedulePieces } from './schedule-pieces.ts';
import { anything, count, flag, listOf, moment, number, object, text, texts, words } from './schema.ts';
import { writes, writingNote, writtenOr } from './with-writer.ts';
import { looksAt, workspaceFunction, writesOwn } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

/** Campaigns: from a brief to pieces that keep to the rules and stand in the outbox with their times. */
export function campaignFunctions(
  workspace: Workspace,
  owner: Owner,
  writer: Writer | null,
): readonly ToolDefinition[] {
  return [brief(workspace), brand(workspace), writing(workspace, writer), checking, scheduling(workspace, owner)];
}

const briefSchema = object({
  ...Object.fromEntries(
    ['product', 'launch', 'audience', 'message', 'price', 'call', 'link', 'tone', 'sourcePath'].map((name) => [
      name,
      text,
    ]),
  ),
  ...Object.fromEntries(['benefits', 'proof', 'channels', 'hashtags', 'excluded'].map((name) => [name, texts])),
});

function brief(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'brief_read',
    description:
      'Reads the brief of a campaign: product, launch, audience, message, benefits, proof, price, channels, tone.',
    input: object({ path: words }),
    output: briefSchema,
    planning: looksAt('documents'),
    async run(given) {
      const path = given.text('path');
      const read = readBrief(await documentText(workspace, path));
      if (read.product === '' || read.message === '')
        throw new FaultError(
          fault('validation', `${path} is no brief: it needs lines that begin with "Product:" and "Message:"`),
        );
      return { ...read, sourcePath: path };
    },
  });
}

const rulesSchema = object({
  forbidden: listOf(object({ word: text, instead: text })),
  required: texts,
  limits: { type: 'object', additionalProperties: object({ characters: number, hashtags: number, link: flag }) },
  sentenceWords: { type: ['number', 'null'] },
  exclamations: { type: ['number', 'null'] },
  capitals: flag,
  voice: texts,
  sourcePath: text,
});

function brand(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'brand_read',
    description: 'Reads brand rules: words never and always to use, lengths by channel, the voice.',
    input: object({ path: words }),
    output: rulesSchema,
    planning: looksAt('documents'),
    async run(given) {
      const path = given.text('path');
      return { ...readBrandRules(await documentText(workspace, path)), sourcePath: path };
    },
  });
}

const piece = object({ channel: text, title: text, text, path: text, characters: count });

function writing(workspace: Workspace, writer: Writer | null): ToolDefinition {
  return workspaceFunction({
    name: 'campaign_write',
    description: 'Writes the piece of each channel from a brief (of brief_read), within the rules (of brand_read).',
    input: object({ brief: anything }, { rules: anything, channels: texts, folder: text }),
    output: object({ pieces: listOf(piece) }, writingNote),
    files: ['pieces.path'],
    planning: writes(writesOwn(['campaign']), writer),
    async run(given, context) {
      const about = briefIn(given.json('brief'));
      const rules = given.has('rules') ? rulesIn(given.json('rules')) : null;
      const channels = given.texts('channels').length > 0 ? given.texts('channels') : about.channels;
      if (channels.length === 0)
        throw new FaultError(fault('validation', 'no channel is named, neither in `channels` nor in the brief'));
      const folder = given.text('folder', 'campaign').replace(/\/+$/, '');
      const named = [...new Set(channels.map((one) => one.toLowerCase()))];
      const drafts = named.map((channel) => writePiece(channel, { brief: about, rules }));
      const { value, note } = await writtenOr(piecesOrder(drafts, { brief: about, rules }), { writer, context });
      const pieces: JsonObject[] = [];
      for (const written of value ?? drafts) {
        const path = `${folder}/${nameFor(about.product)}-${nameFor(written.channel)}.txt`;
        await workspace.write(path, `${written.text}\n`);
        pieces.push({ ...written, path, characters: written.text.length });
      }
      return { pieces, ...note };
    },
  });
}

const problem = object({ rule: text, found: text, advice: text });

const checking: ToolDefinition = workspaceFunction({
  name: 'brand_check',
  description:
    'Checks pieces of a campaign against brand rules (of brand_read). `passed` when nothing was found in any.',
  input: object({ pieces: listOf(anything), rules: anything }),
  output: object({
    passed: flag,
    pieces: listOf(object({ channel: text, path: text, passed: flag, problems: listOf(problem) })),
  }),
  planning: { risk: 'low', why: 'it changes nothing' },
  run(given) {
    const rules = rulesIn(given.json('rules'));
    const pieces = given.parts('pieces').map((one) => {
      const channel = one.text('channel', '').toLowerCase();
      const problems = brandProblems(one.text('text'), { channel, rules });
      return { channel, path: one.text('path', ''), passed: problems.length === 0, problems };
    });
    return { passed: pieces.every(({ passed }) => passed), pieces };
  },
});

function scheduling(workspace: Workspace, { zone }: Owner): ToolDefinition {
  return workspaceFunction({
    name: 'campaign_schedule',
    description:
      'Puts pieces of a campaign into the outbox, each with the time it is to be published at: what publishes takes them from there.',
    input: object({ pieces: listOf(anything, 1), launch: moment }, { zone: text }),
    output: object({ posts: listOf(object({ channel: text, at: text, path: text, uid: text })), path: text }),
    files: ['path'],
    planning: {
      risk: 'high',
      why: 'what stands in the outbox is published in the name of the business',
      writes: ['outbox'],
    },
    async run(given, context) {
      const posts = schedulePieces(
        given.parts('pieces').map((one) => ({
          channel: one.text('channel', ''),
          title: one.text('title', ''),
          text: one.text('text'),
          path: one.text('path', ''),
        })),
        {
          launch: given.instant('launch', given.text('zone', zone)),
          zone: given.text('zone', zone),
          key: context.idempotencyKey,
        },
      );
      const path = 'outbox/posts.json';
      await workspace.change(path, (before) => {
        const others = postsIn(before).filter(({ uid }) => !posts.some((post) => post.uid === uid));
        return `${JSON.stringify([...others, ...posts], null, 2)}\n`;
      });
      return { posts: posts.map(({ channel, at, path: from, uid }) => ({ channel, at, path: from, uid })), path };
    },
  });
}

function postsIn(text: string | null): readonly JsonObject[] {
  if (text === null) return [];
  const read: Json = JSON.parse(text);
  return Array.isArray(read) ? read.filter(isJsonObject) : [];
}

async function documentText(workspace: Workspace, path: string): Promise<string> {
  const document = await readDocument(path, await workspace.read(path));
  if (document === null) throw new FaultError(fault('validation', `${path} cannot be read as text`));
  return document.text;
}

function briefIn(value: Json): CampaignBrief {
  const given = new Argument(value);
  return {
    product: given.text('product'),
    message: given.text('message'),
    launch: given.text('launch', ''),
    audience: given.text('audience', ''),
    benefits: given.texts('benefits'),
    proof: given.texts('proof'),
    price: given.text('price', ''),
    call: given.text('call', ''),
    link: given.text('link', ''),
    channels: given.texts('channels'),
    tone: given.text('tone', ''),
    hashtags: given.texts('hashtags'),
    excluded: given.texts('excluded'),
  };
}

function rulesIn(value: Json): BrandRules {
  const given = new Argument(value);
  const limits = given.json('limits');
  const channels = isJsonObject(limits) ? Object.keys(limits) : [];
  return {
    forbidden: given.parts('forbidden').map((one) => ({ word: one.text('word'), instead: one.text('instead', '') })),
    required: given.texts('required'),
    limits: Object.fromEntries(
      channels.map((channel) => {
        const limit = given.part('limits').part(channel);
        return [
          channel,
          {
            characters: limit.number('characters', 1_000),
            hashtags: limit.number('hashtags', 0),
            link: limit.json('link') === true,
          },
        ];
      }),
    ),
    sentenceWords: given.has('sentenceWords') ? given.number('sentenceWords', 0) : null,
    exclamations: given.has('exclamations') ? given.number('exclamations', 0) : null,
    capitals: given.json('capitals') !== false,
    voice: given.texts('voice'),
  };
}
