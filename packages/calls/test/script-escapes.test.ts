/** Scripts that try to get out, or to take everything: the published families, and the host unharmed after each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { complete, open, temporaryFolder } from './engine.ts';
import { bombs, bounds } from './script-bombs.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Each is an expression that would give something of the host; in the sandbox it gives nothing, or throws. */
const attempts: Readonly<Record<string, string>> = {
  'constructor chain': `[].constructor.constructor('return process')().mainModule`,
  'constructor of a host function': `console.log.constructor('return this')().process.binding`,
  'constructor of the prelude': `process.exit.constructor.constructor('return globalThis')().require`,
  'async constructor': `await (async () => {}).constructor('return typeof require === "undefined" ? undefined : require')()`,
  'generator constructor': `(function* () {}).constructor('return this.process.binding')().next().value`,
  'template literal': '`${[].map.constructor(`return this.process.env.CANARY`)()}` === "undefined" ? undefined : 1',
  'tagged template': '((parts) => parts.raw.constructor.constructor("return this.module")())`x`',
  'stack trace hook': `(() => { Error.prepareStackTrace = (_, frames) => frames; const { stack } = new Error(); return typeof stack === 'string' ? undefined : stack[0].getThis(); })()`,
  'stack trace of a host error': `(() => { try { process.exit({ valueOf() { throw new Error() } }) } catch (error) { return error.constructor.constructor('return this')() === globalThis ? undefined : error } })()`,
  'prototype of objects': `(() => { Object.prototype.CANARY = 1; const seen = process.env.CANARY; delete Object.prototype.CANARY; return seen === 1 ? undefined : seen })()`,
  'prototype of functions': `(() => { const { call } = Function.prototype; let host; Function.prototype.call = function () { host = this; }; console.log('x'); Function.prototype.call = call; return host })()`,
  'hook on JSON': `(() => { const { parse } = JSON; let seen; JSON.parse = (text) => { seen = text; return parse(text) }; console.log({}); JSON.parse = parse; return seen })()`,
  'proxy of the console': `new Proxy(console.log, { apply: (target) => target.caller }).caller`,
  'proxy as argument': `(() => { let seen; console.log(new Proxy({}, { get: (_, name) => { seen = name; return undefined } })); return typeof seen === 'object' ? seen : undefined })()`,
  'arguments of the caller': `(function () { return arguments.callee && arguments.callee.caller })()`,
  require: `typeof require === 'undefined' ? undefined : require('fs')`,
  'dynamic import': `await import('node:fs').catch(() => undefined)`,
  'import of a file': `await import('file:///etc/passwd').catch(() => undefined)`,
  'import of data': `await import('data:text/javascript,export default 1').catch(() => undefined)`,
  network: `globalThis.fetch ?? globalThis.WebSocket ?? globalThis.XMLHttpRequest`,
  WebAssembly: `globalThis.WebAssembly`,
  timers: `globalThis.setTimeout ?? globalThis.setImmediate`,
  'shared memory': `typeof Atomics === 'undefined' ? undefined : (() => { try { return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1) === 'x' ? 1 : undefined } catch { return undefined } })()`,
  'what the prelude used': `globalThis.__baton`,
  'process internals': `process.binding ?? process.mainModule ?? process.dlopen ?? process.versions ?? process.pid`,
  'the environment of the host': `process.env.PATH ?? process.env.HOME ?? process.env.BATON_SECRET_CANARY`,
  finalization: `typeof FinalizationRegistry === 'undefined' ? undefined : (new FinalizationRegistry(() => {}), undefined)`,
  'std and os of QuickJS': `globalThis.std ?? globalThis.os ?? await import('std').catch(() => undefined)`,
};

test('no attempt gets anything of the host', async () => {
  const file = join(temporaryFolder(), 'canary');
  writeFileSync(file, 'canary-in-a-file');
  process.env['BATON_SECRET_CANARY'] = 'canary-in-the-environment';
  const engine = await open();
  const tried = Object.entries(attempts).map(
    ([name, expression]) =>
      `got[${JSON.stringify(name)}] = await (async () => { try { return ${expression} } catch { return undefined } })();`,
  );
  const code = `const got = {};\n${tried.join('\n')}\nconsole.log('RESULT' + JSON.stringify({ got, names: Object.keys(got).length, file: ${JSON.stringify(file)} }))`;
  const output = String(await complete(engine, [{ a: { run: { script: { language: 'js', code } } } }]));
  delete process.env['BATON_SECRET_CANARY'];
  const result: unknown = JSON.parse(output.slice(output.lastIndexOf('RESULT') + 'RESULT'.length));
  expect(result).toEqual({ got: {}, names: Object.keys(attempts).length, file });
  expect(output).not.toContain('canary-in');
});

test('nothing takes more than it may, and the engine goes on', async () => {
  const engine = await open({
    calls: { processes: { script: { time: 300, memory: 8 * 1024 * 1024, output: 10_000 } } },
  });
  const waiting = bombs.slice(0, 6);
  const worker = async (): Promise<void> => {
    for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
      const result = JSON.stringify(await complete(engine, [{ a: { run: { script: { language: 'js', code } } } }]));
      expect({ code, result }).toEqual({ code, result: expect.stringMatching(bounds) });
    }
  };
  await Promise.all([worker(), worker()]);
  expect(await complete(engine, [{ a: { run: { script: { language: 'js', code: 'console.log("alive")' } } } }])).toBe(
    'alive\n',
  );
}, 60_000);
