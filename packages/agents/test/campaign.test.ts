/** A campaign from one brief: three channels, within the rules of the brand, with times; a breach of a rule is found. */
import { isJsonObject, type Json } from '@batonhq/core';
import { expect, test } from 'vitest';
import { itemsIn, openSamplePlace, textIn } from './sample-place.ts';

test('brief, rules, three pieces, checked, scheduled in the zone of the business, once', async () => {
  const place = await openSamplePlace();
  const brief = await place.call('brief_read', { path: 'launch/brief.md' });
  expect(brief).toMatchObject({
    product: 'Levain Kit',
    launch: '2026-02-17',
    channels: ['instagram', 'newsletter', 'linkedin'],
    excluded: ['No health claims. No promise of success on the first try.'],
  });
  const rules = await place.call('brand_read', { path: 'launch/brand-rules.md' });
  expect(rules).toMatchObject({ required: ['Maple Street'], sentenceWords: 24, exclamations: 1, capitals: false });
  const content = await place.call('campaign_write', { brief, rules });
  const pieces = itemsIn(content['pieces']);
  expect(pieces.map(({ channel }) => channel)).toEqual(['instagram', 'newsletter', 'linkedin']);
  for (const piece of pieces) {
    expect(textIn(piece['text'])).toContain('seven quiet minutes a day');
    expect(place.file(textIn(piece['path'])).trim()).toBe(textIn(piece['text']).trim());
  }
  expect(await place.call('brand_check', { pieces, rules })).toMatchObject({ passed: true });

  const scheduled = await place.call('campaign_schedule', { pieces, launch: '2026-02-17' });
  expect(itemsIn(scheduled['posts']).map(({ channel, at }) => [channel, at])).toEqual([
    ['instagram', '2026-02-17T13:00:00.000Z'],
    ['newsletter', '2026-02-17T15:00:00.000Z'],
    ['linkedin', '2026-02-18T13:30:00.000Z'],
  ]);
  const outbox: Json = JSON.parse(place.file('outbox/posts.json'));
  expect(Array.isArray(outbox) ? outbox.filter(isJsonObject) : []).toHaveLength(3);
});

test('what the rules do not allow is found, with what to do', async () => {
  const place = await openSamplePlace();
  const rules = await place.call('brand_read', { path: 'launch/brand-rules.md' });
  const text = 'BUY our artisanal, guaranteed kit NOW!!! https://maplestreet.example #a #b #c #d #e #f';
  const checked = await place.call('brand_check', { pieces: [{ channel: 'instagram', text }], rules });
  const [piece = {}] = itemsIn(checked['pieces']);
  expect(checked).toMatchObject({ passed: false });
  expect(itemsIn(piece['problems']).map(({ rule, found, advice }) => [rule, found, advice])).toEqual([
    ['words', 'artisanal', 'leave it out'],
    ['words', 'guaranteed', 'say "tested"'],
    ['always', '', 'say "Maple Street"'],
    ['voice', '3 exclamation marks', 'at most 1'],
    ['hashtags', '6 hashtags', 'at most 5'],
    ['link', 'a link', 'put it into the profile'],
  ]);
  await expect(place.call('brief_read', { path: 'bakery/menu.txt' })).rejects.toThrow('is no brief');
});
