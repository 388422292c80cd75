import type { Json, JsonObject } from '@batonhq/core';
import { brandProblems, type BrandRules } from '../../tool/campaign/brand-rules.ts';
import type { CampaignBrief } from '../../tool/campaign/brief.ts';
import { channelLimit, type CampaignPiece } from '../../tool/campaign/write-piece.ts';
import { languageOf } from '../../tool/text/language.ts';
import { ungrounded } from '../../writer/grounded.ts';
import type { Reading } from '../../writer/writer.ts';
import { Argument } from './argument.ts';
import { listOf, object, text } from './schema.ts';
import type { Optional } from './with-writer.ts';

interface Campaign {
  readonly brief: CampaignBrief;
  readonly rules: BrandRules | null;
}

/** The pieces of a campaign in a voice of their own, within what their channels and the rules of the brand allow. */
export function piecesOrder(
  drafts: readonly CampaignPiece[],
  { brief, rules }: Campaign,
): Optional<readonly CampaignPiece[]> {
  const limits = Object.fromEntries(drafts.map(({ channel }) => [channel, { ...channelLimit(channel, rules) }]));
  const facts: JsonObject = JSON.parse(JSON.stringify({ brief, rules, limits, drafts }));
  return {
    without: 'campaign',
    task: 'Write the piece of each channel for this campaign, each in the way people write there and none like the other: what the brief says, within `limits`, keeping to `rules`. Keep links and the call to action.',
    language: languageOf(`${brief.message} ${brief.benefits.join(' ')}`),
    facts,
    output: object({ pieces: listOf(object({ channel: text, text }), 1) }),
    read: (answer) => readPieces(answer, { drafts, rules, facts }),
  };
}

interface Judging {
  readonly drafts: readonly CampaignPiece[];
  readonly rules: BrandRules | null;
  readonly facts: JsonObject;
}

function readPieces(answer: Json, { drafts, rules, facts }: Judging): Reading<readonly CampaignPiece[]> {
  const texts = new Map(
    new Argument(answer)
      .parts('pieces')
      .map((piece) => [piece.text('channel', '').toLowerCase(), piece.text('text', '').trim()]),
  );
  const pieces = drafts.map((draft) => ({ ...draft, text: texts.get(draft.channel) ?? '' }));
  const problems = pieces.flatMap((piece) => {
    const problem = problemIn(piece, rules) ?? ungrounded(piece.text, facts);
    return problem === null ? [] : [`${piece.channel}: ${problem}`];
  });
  return problems.length === 0 ? { kind: 'good', value: pieces } : { kind: 'wrong', problem: problems.join('; ') };
}

function problemIn({ channel, text: written }: CampaignPiece, rules: BrandRules | null): string | null {
  if (written === '') return 'there is no text';
  const { characters } = channelLimit(channel, rules);
  if (written.length > characters) return `${written.length} characters, at most ${characters} are allowed`;
  const [first] = rules === null ? [] : brandProblems(written, { channel, rules });
  return first === undefined ? null : `${first.rule} ${first.found}: ${first.advice}`;
}
