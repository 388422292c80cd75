/** Limits are read as people write them, refused with the place and what is expected, and found for what a call uses. */
import { defaultBreaker, noRules, type Effect } from '@batonhq/core';
import { expect, it } from 'vitest';
import { LimitSettings } from '../src/limit/limit-settings.ts';
import type { LimitSetting } from '../src/limit/limit-setting.ts';
import { explained } from '../src/limit/obstacle-text.ts';
import { retryAfterOf } from '../src/limit/retry-after.ts';
import { readResourceName, resourceName, targetOfCall } from '../src/limit/target.ts';
import { judgeFault, judgeReply } from '../src/limit/verdict.ts';

const host = (name: string) => ({ kind: 'host', name }) as const;

it('reads rates, quotas, places and breakers', () => {
  const settings = new LimitSettings([
    { host: 'API.example.com', rate: '100/min', burst: 3, quota: ['5/minute', { count: 9, window: 'day' }] },
    { host: '*', concurrency: 2, breaker: false },
    { host: 'api.example.com', tenant: 'acme', rate: { count: 1, per: 250 } },
    { function: 'mail_send', rate: '1/5s' },
    { provider: 'openai', breaker: { failures: 2 } },
  ]);
  expect(settings.rulesFor('local', host('api.example.com'))).toEqual({
    rate: { count: 100, per: 60_000, burst: 3 },
    quotas: [
      { count: 5, window: 'minute', zone: 'UTC' },
      { count: 9, window: 'day', zone: 'UTC' },
    ],
    concurrency: null,
    breaker: defaultBreaker,
  });
  expect(settings.rulesFor('acme', host('api.example.com')).rate).toEqual({ count: 1, per: 250, burst: 1 });
  expect(settings.rulesFor('local', host('elsewhere'))).toEqual({ ...noRules, concurrency: 2 });
  expect(settings.rulesFor('local', { kind: 'function', name: 'mail_send' }).rate?.per).toBe(5_000);
  expect(settings.rulesFor('local', { kind: 'provider', name: 'openai' }).breaker?.failures).toBe(2);
  expect(new LimitSettings().rulesFor('local', host('a'))).toEqual({ ...noRules, breaker: defaultBreaker });
  expect(new LimitSettings().rulesFor('local', { kind: 'function', name: 'a' })).toEqual(noRules);
});

it.each<readonly [string, readonly LimitSetting[]]>([
  ['limits[0].rate: found "ten", expected 10/s, 100/min, 5000/h', [{ host: 'a', rate: 'ten' }]],
  ['limits[0].rate: found 0, expected a whole number', [{ host: 'a', rate: '0/s' }]],
  ['limits[0].burst: found 3, expected a rate beside it', [{ host: 'a', burst: 3 }]],
  ['limits[0].quota: found "5/fortnight", expected 1000/day', [{ host: 'a', quota: '5/fortnight' }]],
  ['limits[0].quota.zone: found "Mars"', [{ host: 'a', quota: { count: 1, window: 'day', zone: 'Mars' } }]],
  ['limits[0].concurrency: found 1.5', [{ host: 'a', concurrency: 1.5 }]],
  ['limits[0].breaker.pause: found -1', [{ host: 'a', breaker: { pause: -1 } }]],
  ['limits[1]: host a is limited twice', [{ host: 'a' }, { host: 'A', rate: '1/s' }]],
  ['limits[0].host: found https://a, expected a host without scheme', [{ host: 'https://a' }]],
  ['limits[0]: expected one of host, function and provider', [{ host: '' }]],
])('refuses with %s', (message, settings) => {
  expect(() => new LimitSettings(settings)).toThrow(message);
});

it('knows where a call goes', () => {
  const http = (endpoint: string): Effect => ({
    kind: 'http',
    method: 'GET',
    endpoint,
    redirect: false,
    output: 'raw',
  });
  const call = (given: Record<string, string | { host: string; port: number }>): Effect => ({
    kind: 'call',
    protocol: 'openapi',
    arguments: given,
    hinted: false,
  });
  const names = [
    http('HTTPS://Example.com:443/x'),
    http('http://[::1]:8080/'),
    http('${ .address }'),
    call({ document: 'http://docs.example.com/api.json' }),
    call({ document: 'file:///api.json' }),
    call({ service: { host: 'rpc.example.com', port: 50_051 } }),
  ].map((effect) => targetOfCall(effect)?.name ?? null);
  expect(names).toEqual(['example.com', '[::1]:8080', null, 'docs.example.com', null, 'rpc.example.com:50051']);
  expect(targetOfCall({ kind: 'step', about: { provider: 'openai' } })).toEqual({ kind: 'provider', name: 'openai' });
  for (const identity of [null, 'stripe', 'user+password']) {
    const resource = { target: host('example.com:8080'), identity };
    expect(readResourceName(resourceName(resource))).toEqual(resource);
  }
});

it('reads when a service wants to hear more', () => {
  const now = Date.UTC(2026, 0, 1, 12);
  expect(retryAfterOf({ 'retry-after': ' 5 ' }, now)).toBe(now + 5_000);
  expect(retryAfterOf({ 'retry-after': 'Thu, 01 Jan 2026 12:00:30 GMT' }, now)).toBe(now + 30_000);
  const headers = { 'retry-after': 'Thu, 01 Jan 2026 11:00:30 GMT', date: 'Thu, 01 Jan 2026 11:00:00 GMT' };
  expect(retryAfterOf(headers, now)).toBe(now + 30_000);
  for (const value of ['soon', '-5', '', undefined])
    expect(retryAfterOf({ 'retry-after': value }, now)).toBeUndefined();
});

it('tells a service that is broken from one that refuses or asks for patience', () => {
  const verdicts = [200, 404, 408, 429, 500, 503].map((status) => judgeReply({ status, headers: {} }, 0).verdict);
  expect(verdicts).toEqual(['worked', 'worked', 'failed', 'failed', 'failed', 'failed']);
  expect(judgeReply({ status: 503, headers: { 'retry-after': '2' } }, 10)).toEqual({
    verdict: 'neither',
    retryAfter: 2_010,
  });
  expect(judgeReply({ status: null }, 0)).toEqual({ verdict: 'failed' });
  const type = 'https://serverlessworkflow.io/spec/1.0.0/errors/communication';
  expect([404, 502].map((status) => judgeFault({ type, status }))).toEqual(['worked', 'failed']);
});

it('says in one line what a call waits for', () => {
  const entry = { kind: 'gate', task: 't', step: 't', gate: 'limit', since: 0 } as const;
  const open = { kind: 'open', until: 7, failures: 5 } as const;
  expect(explained({ ...entry, asks: { resource: 'host/example.com' } }, open)).toMatchObject({
    detail: 'example.com: circuit open after 5 failures',
    until: 7,
  });
  const places = { kind: 'concurrency', count: 3 } as const;
  expect(explained({ ...entry, asks: { resource: 'provider/openai' } }, places)).toMatchObject({
    detail: 'provider/openai: 3 of 3 places taken',
  });
});
