/** What a campaign is for, as its brief says. What it does not say is empty. */
export type CampaignBrief = {
  readonly product: string;
  /** `YYYY-MM-DD`. */
  readonly launch: string;
  readonly audience: string;
  readonly message: string;
  readonly benefits: readonly string[];
  readonly proof: readonly string[];
  readonly price: string;
  readonly call: string;
  readonly link: string;
  readonly channels: readonly string[];
  readonly tone: string;
  readonly hashtags: readonly string[];
  /** What must not be promised. */
  readonly excluded: readonly string[];
};

const labels: Readonly<Record<string, RegExp>> = {
  product: /^(?:product|מוצר)$/i,
  launch: /^(?:launch|launch date|השקה)$/i,
  audience: /^(?:audience|קהל|קהל יעד)$/i,
  message: /^(?:message|מסר)$/i,
  price: /^(?:price|מחיר)$/i,
  call: /^(?:call to action|call|קריאה לפעולה)$/i,
  link: /^(?:link|קישור)$/i,
  channels: /^(?:channels?|ערוצים)$/i,
  tone: /^(?:tone|טון)$/i,
  hashtags: /^(?:hashtags?|תגיות)$/i,
};

const sections: Readonly<Record<string, RegExp>> = {
  benefits: /^(?:benefits?|יתרונות)/i,
  proof: /^(?:proof|הוכחות)/i,
  excluded: /^(?:not to be promised|לא להבטיח)/i,
};

/** Reads a brief: lines of `label: value`, and lists under headings (benefits, proof, what not to promise). */
export function readBrief(text: string): CampaignBrief {
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  let under = '';
  for (const line of text.split('\n').map((part) => part.trim())) {
    const heading = /^#+\s+(.*)$/.exec(line)?.[1];
    if (heading !== undefined) under = nameIn(sections, heading);
    else if (under !== '' && line !== '') lists.set(under, [...(lists.get(under) ?? []), line.replace(/^[-*]\s+/, '')]);
    const [, label = '', value = ''] = /^([^:#]{2,24}):\s+(.+)$/.exec(line) ?? [];
    const name = nameIn(labels, label);
    if (under === '' && name !== '' && !values.has(name)) values.set(name, value.trim());
  }
  const value = (name: string): string => values.get(name) ?? '';
  const split = (name: string): readonly string[] =>
    value(name)
      .split(/[,\s]+/)
      .filter((part) => part !== '');
  return {
    product: value('product'),
    launch: value('launch'),
    audience: value('audience'),
    message: value('message'),
    benefits: lists.get('benefits') ?? [],
    proof: lists.get('proof') ?? [],
    price: value('price'),
    call: value('call'),
    link: value('link'),
    channels: split('channels').map((channel) => channel.toLowerCase()),
    tone: value('tone'),
    hashtags: split('hashtags'),
    excluded: lists.get('excluded') ?? [],
  };
}

function nameIn(known: Readonly<Record<string, RegExp>>, written: string): string {
  return Object.entries(known).find(([, pattern]) => pattern.test(written.trim()))?.[0] ?? '';
}
