/** What a call costs: exact sums in millionths, dated releases, one's own table first, and no price where nobody knows. */
import { describe, expect, test } from 'vitest';
import { PriceList, PriceTableError, readPrices, usualPrices } from '../src/index.ts';

const million = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 1_000_000, images: 0 };

describe('the usual prices', () => {
  const prices = new PriceList();

  test('know models of the providers by name and by dated release', () => {
    expect(prices.money('anthropic/claude-sonnet-4-5', million)).toBe(18_000_000);
    expect(prices.money('anthropic/claude-sonnet-4-5-20250929', million)).toBe(18_000_000);
    expect(prices.money('openai/gpt-5-mini-2026-04-01', { ...million, cachedTokens: 400_000 })).toBe(2_160_000);
    expect(prices.money('openai/gpt-5-turbo', million)).toBeNull();
    expect([prices.average('openai/gpt-5'), prices.average('openai/gpt-5-turbo')]).toEqual([3, null]);
  });

  test('round up to a millionth, and make none of nothing', () => {
    expect(prices.money('openai/gpt-5-mini', { inputTokens: 3, cachedTokens: 0, outputTokens: 0, images: 0 })).toBe(1);
    expect(prices.money('openai/gpt-5.4-mini', { inputTokens: 4, cachedTokens: 0, outputTokens: 2, images: 0 })).toBe(
      12,
    );
    expect(prices.money('openai/gpt-5', { inputTokens: 0, cachedTokens: 0, outputTokens: 0, images: 0 })).toBe(0);
  });

  test('change with the length of a request, or are not known beyond one', () => {
    const long = { inputTokens: 200_000, cachedTokens: 0, outputTokens: 0, images: 0 };
    expect(prices.money('anthropic/claude-haiku-5-5', long)).toBe(100_000);
    expect(prices.money('anthropic/claude-haiku-5-5', { ...long, inputTokens: 100_000 })).toBe(10_000);
    expect(prices.money('openai/gpt-6-sol', { ...long, inputTokens: 300_000 })).toBeNull();
  });

  test('say of each row when it was read and where', () => {
    for (const [name, { date, source }] of Object.entries(usualPrices.models)) {
      expect(`${name} ${date}`).toMatch(/ 20\d\d-\d\d-\d\d$/);
      expect(`${name} ${source}`).toMatch(/ https:/);
    }
  });
});

describe("one's own table", () => {
  test('comes first; in another currency it is the only one', () => {
    const models = {
      'http://127.0.0.1:11434/*': { input: 0, output: 0 },
      'openai/*': { input: 7, output: 7, image: 0.01 },
      'openai/gpt-5': { input: 1, output: 1 },
    };
    const own = new PriceList({ models });
    expect(own.money('http://127.0.0.1:11434/v1#llama', million)).toBe(0);
    expect(own.money('openai/gpt-5', million)).toBe(2_000_000);
    expect(own.money('openai/gpt-9', { ...million, images: 2 })).toBe(14_020_000);
    expect(own.money('anthropic/claude-opus-5', million)).toBe(30_000_000);
    expect(new PriceList({ currency: 'EUR', models }).money('anthropic/claude-opus-5', million)).toBeNull();
  });

  test('is read from YAML, and what is wrong in it is named with its place', () => {
    const text = 'currency: EUR\nmodels:\n  openai/gpt-5: { input: 1.1, output: 9 }\n';
    expect(readPrices(text, 'p.yaml')).toEqual({
      currency: 'EUR',
      models: { 'openai/gpt-5': { input: 1.1, output: 9 } },
    });
    const broken = (source: string) => (): unknown => readPrices(source, 'p.yaml');
    expect(broken('models: { a: { input: -1, output: 2 } }')).toThrow(/p\.yaml: .*input/);
    expect(broken('models: { a: { inptu: 1 } }')).toThrow(PriceTableError);
    expect(broken('models: [')).toThrow(/p\.yaml/);
  });
});
