import type { BrandRules } from './brand-rules.ts';
import type { CampaignBrief } from './brief.ts';

/** What is written for one channel. */
export type CampaignPiece = { readonly channel: string; readonly title: string; readonly text: string };

/** What a channel shows when no rules say so. */
const usual: BrandRules['limits'] = {
  instagram: { characters: 2_200, hashtags: 10, link: false },
  facebook: { characters: 2_000, hashtags: 3, link: true },
  linkedin: { characters: 3_000, hashtags: 5, link: true },
  newsletter: { characters: 6_000, hashtags: 0, link: true },
  x: { characters: 280, hashtags: 2, link: true },
  sms: { characters: 160, hashtags: 0, link: true },
  blog: { characters: 12_000, hashtags: 0, link: true },
};

/** What a channel takes: by the rules of the brand, else what is usual there. */
export function channelLimit(channel: string, rules: BrandRules | null): BrandRules['limits'][string] {
  return rules?.limits[channel] ?? usual[channel] ?? otherwise;
}

const otherwise = { characters: 1_000, hashtags: 3, link: true };

/**
 * Writes the piece of a channel from a brief: the message first, what speaks for it, then what to do; as much as the
 * channel holds, most important first. Only what the brief says is said, so nothing is promised that it does not promise.
 */
export function writePiece(
  channel: string,
  { brief, rules }: { readonly brief: CampaignBrief; readonly rules: BrandRules | null },
): CampaignPiece {
  const limit = channelLimit(channel, rules);
  const tags = brief.hashtags.slice(0, limit.hashtags).join(' ');
  const link = limit.link && brief.link !== '' ? brief.link : '';
  const signed = (rules?.required ?? []).filter(
    (word) => !mentions(`${brief.message} ${brief.call} ${brief.benefits.join(' ')}`, word),
  );
  const lines =
    channel === 'sms'
      ? short(brief, signed)
      : channel === 'newsletter' || channel === 'blog'
        ? letter(brief, signed)
        : post(brief, signed);
  const end = [brief.call === '' ? '' : sentence(brief.call), link, tags].filter((part) => part !== '');
  const room = limit.characters - end.join('\n').length - 2;
  return {
    channel,
    title: `${brief.product}: ${channel}`,
    text: [fitting(lines, room), ...end].join('\n\n').slice(0, limit.characters),
  };
}

function post({ product, message, benefits, proof }: CampaignBrief, signed: readonly string[]): readonly string[] {
  const from = signed.length === 0 ? `${product} is here.` : `${product}, from ${signed.join(' and ')}.`;
  return [
    sentence(message),
    from,
    ...benefits.slice(0, 2).map(sentence),
    ...proof.slice(0, 1).map(sentence),
    ...benefits.slice(2).map(sentence),
  ];
}

function letter(
  { product, message, benefits, proof, price, launch }: CampaignBrief,
  signed: readonly string[],
): readonly string[] {
  return [
    `Subject: ${product}`,
    'Hello,',
    sentence(message),
    `From ${written(launch)} on you can order the ${product}${signed.length === 0 ? '' : ` of ${signed.join(' and ')}`}.`,
    'What you get:',
    ...benefits.map((benefit) => `- ${benefit}`),
    ...(proof.length === 0 ? [] : ['What we know of it:', ...proof.map((one) => `- ${one}`)]),
    ...(price === '' ? [] : [`It costs ${price}.`]),
  ];
}

function short({ product, price }: CampaignBrief, signed: readonly string[]): readonly string[] {
  return [`${product}${signed.length === 0 ? '' : ` of ${signed.join(' and ')}`}${price === '' ? '' : `, ${price}`}.`];
}

/** As many lines as there is room for; one that does not fit is left out, not cut. */
function fitting(lines: readonly string[], room: number): string {
  let text = '';
  for (const line of lines) {
    const longer = text === '' ? line : `${text}\n${line}`;
    if (longer.length <= room) text = longer;
  }
  return text;
}

function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`;
}

function mentions(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.toLowerCase());
}

function written(day: string): string {
  const instant = Date.parse(day);
  return Number.isNaN(instant)
    ? 'now'
    : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(instant);
}
