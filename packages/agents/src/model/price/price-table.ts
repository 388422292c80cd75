/** What a model costs: money for a million tokens, in units of the table's currency. */
export interface ModelPrice {
  readonly input: number;
  /** Input that the provider had in its cache; as `input` when missing. */
  readonly cached?: number;
  readonly output: number;
  /** For each image, beside the tokens it counts as. */
  readonly image?: number;
  /** What holds, for all its tokens, when a request has more than `tokens` of input. */
  readonly beyond?: {
    readonly tokens: number;
    readonly input: number;
    readonly cached?: number;
    readonly output: number;
  };
  /** The table knows no price for requests with more input than this. */
  readonly upTo?: number;
  /** When the price was read, and where. */
  readonly date?: string;
  readonly source?: string;
}

/** What models cost, by the names people write; a `*` at the end of a name stands for any ending. */
export interface PriceTable {
  /** ISO 4217; `USD` by default. */
  readonly currency?: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

const openAi = { source: 'https://developers.openai.com/api/docs/pricing' };
const anthropic = { source: 'https://platform.claude.com/docs/en/about-claude/pricing' };

/**
 * Prices of providers in US dollars. The dates say when somebody last compared a row with the provider's page: prices
 * change, so look before you rely on one, and give your own table where they differ.
 */
export const usualPrices: PriceTable = {
  currency: 'USD',
  models: {
    'openai/gpt-6.1-sol': { input: 2, cached: 0.1, output: 10, upTo: 272_000, date: '2026-10-16', ...openAi },
    'openai/gpt-6-astra': { input: 10, cached: 1, output: 50, upTo: 272_000, date: '2026-10-16', ...openAi },
    'openai/gpt-6-sol': { input: 2, cached: 0.2, output: 10, upTo: 272_000, date: '2026-10-16', ...openAi },
    'openai/gpt-6-luna': { input: 0.1, cached: 0.01, output: 0.5, upTo: 272_000, date: '2026-10-16', ...openAi },
    'openai/gpt-5.6-terra': { input: 2, cached: 0.2, output: 12, upTo: 272_000, date: '2026-09-07', ...openAi },
    'openai/gpt-5.6-luna': { input: 0.2, cached: 0.02, output: 1.2, upTo: 272_000, date: '2026-09-07', ...openAi },
    'openai/gpt-5.5': { input: 5, cached: 0.5, output: 30, upTo: 272_000, date: '2026-06-30', ...openAi },
    'openai/gpt-5.4': { input: 2.5, cached: 0.25, output: 15, upTo: 272_000, date: '2026-06-30', ...openAi },
    'openai/gpt-5.4-mini': { input: 0.75, cached: 0.075, output: 4.5, upTo: 272_000, date: '2026-06-30', ...openAi },
    'openai/gpt-5.4-nano': { input: 0.2, cached: 0.02, output: 1.25, upTo: 272_000, date: '2026-06-30', ...openAi },
    'openai/gpt-5': { input: 1.25, cached: 0.125, output: 10, date: '2026-03-21', ...openAi },
    'openai/gpt-5.1': { input: 1.25, cached: 0.125, output: 10, date: '2026-03-21', ...openAi },
    'openai/gpt-5-mini': { input: 0.25, cached: 0.025, output: 2, date: '2026-03-21', ...openAi },
    'openai/gpt-4.1': { input: 2, cached: 0.5, output: 8, date: '2026-06-21', ...openAi },
    'openai/gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6, date: '2026-06-21', ...openAi },
    'openai/gpt-4o': { input: 2.5, cached: 1.25, output: 10, date: '2026-06-30', ...openAi },
    'openai/gpt-4o-mini': { input: 0.15, cached: 0.075, output: 0.6, date: '2026-06-30', ...openAi },
    'anthropic/claude-fable-5-1': { input: 10, cached: 0.25, output: 50, date: '2026-10-24', ...anthropic },
    'anthropic/claude-opus-5-5': { input: 4, cached: 0.2, output: 20, date: '2026-10-24', ...anthropic },
    'anthropic/claude-opus-5': { input: 5, cached: 0.5, output: 25, date: '2026-10-24', ...anthropic },
    'anthropic/claude-sonnet-5-5': { input: 2, cached: 0.1, output: 10, date: '2026-10-24', ...anthropic },
    'anthropic/claude-sonnet-5': { input: 2, cached: 0.2, output: 10, date: '2026-10-24', ...anthropic },
    'anthropic/claude-sonnet-4-5': { input: 3, cached: 0.3, output: 15, date: '2026-10-24', ...anthropic },
    'anthropic/claude-haiku-5-5': {
      input: 0.1,
      cached: 0.01,
      output: 0.5,
      beyond: { tokens: 100_000, input: 0.5, cached: 0.05, output: 2.5 },
      date: '2026-10-24',
      ...anthropic,
    },
    'anthropic/claude-haiku-4-5': { input: 1, cached: 0.1, output: 5, date: '2026-10-24', ...anthropic },
  },
};
