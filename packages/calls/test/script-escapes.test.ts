/** Scripts that try to get out, or to take everything: the published families, and the host unharmed after each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { complete, open, temporaryFolder } from './engine.ts';
import { bombs, bounds } from './script-bombs.ts';

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
  'dynamic import': `await import('node:child_process').catch(() => import('node:os')).catch(() => import('module')).catch(() => undefined)`,
  'file of the one module': `await import('node:fs').then(({ readFileSync }) => readFileSync('/etc/passwd')).catch(() => undefined)`,
  'more of the one module': `await import('fs').then((fs) => Object.keys(fs.default).length === 1 ? undefined : fs.default)`,
  'constructor of the one module': `(await import('node:fs')).readFileSync.constructor('return this.process.binding')()`,
  'error of a module': `await import('nothing').catch(({ message, stack }) => /node:internal|node_modules|script-process/.test(message + stack) ? stack : undefined)`,
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
  'modules of the engine': `await import('qjs:std').catch(() => import('qjs:os')).catch(() => import('bjson')).catch(() => undefined)`,
  'import with attributes': `await import('/etc/passwd', { with: { type: 'text' } }).catch(() => undefined)`,
  'address of the module': `/^(file|node):|\\//.test(import.meta.url ?? '') ? import.meta.url : import.meta.resolve ?? import.meta.dirname`,
  'constructor of a bound function': `console.log.bind(null).constructor('return typeof process.binding')() === 'function' ? 1 : undefined`,
  'async generator constructor': `(await (async function* () {}).constructor('yield typeof module')().next()).value === 'object' ? 1 : undefined`,
  'class field initialiser': `new (class { x = [].at.constructor('return this?.require')() })().x`,
  'new target of a host function': `Reflect.construct(Object, [], console.log).constructor?.('return process')?.().binding`,
  'eval of another realm': `(0, eval)('typeof require === "function" ? require : undefined')`,
  'tagged template of a host function':
    '(() => { try { return console.log`x`?.constructor } catch { return undefined } })()',
  'thenable of a host function': `await (async () => { let seen; await { then(done) { seen = done.constructor('return this')(); done() } }; return seen === globalThis ? undefined : seen })()`,
  'rejection handler': `await Promise.reject(1).catch.constructor('return this.process?.binding')()`,
  'species of arrays': `(() => { let seen; class Trap extends Array { static get [Symbol.species]() { seen = new.target; return Array } } new Trap(1, 2).map((x) => x); return seen })()`,
  'conversion of arguments': `(() => { let seen; process.stdout.write({ toString() { seen = this.constructor.constructor('return this.process.mainModule')(); return '' } }); return seen })()`,
  'conversion to a primitive': `(() => { let seen; try { process.exit({ [Symbol.toPrimitive](hint) { seen = hint; throw 1 } }) } catch {} return typeof seen === 'object' ? seen : undefined })()`,
  'arguments of the wrong kind': `(() => { for (const value of [undefined, null, Symbol('x'), 1n, {}, () => 1, new Proxy([], {})]) try { console.log(value); process.stdout.write(value) } catch {} return undefined })()`,
  'hook on toJSON': `(() => { let seen; String.prototype.toJSON = function () { seen = this.constructor.constructor('return this.process.binding')(); return 'x' }; console.log({ a: 'b' }); delete String.prototype.toJSON; return seen })()`,
  'setter on prototypes': `(() => { let seen; Object.defineProperty(Object.prototype, 'stdout', { set(value) { seen = value }, get() { return undefined }, configurable: true }); console.log('x'); delete Object.prototype.stdout; return seen })()`,
  'array setter': `(() => { let seen; const own = {}; Object.defineProperty(Array.prototype, 0, { set(value) { seen = typeof value === 'object' && value !== own ? value : undefined }, configurable: true }); console.log('x', own); console.log(own); delete Array.prototype[0]; return seen })()`,
  'structured stack frames': `(() => { Error.stackTraceLimit = Infinity; const stack = new Error('x').stack ?? ''; return /node:|quickjs|\\/(?:work|home|usr|root)\\//.test(stack) ? stack : undefined })()`,
  captureStackTrace: `(() => { const at = {}; Error.captureStackTrace?.(at); return typeof at.stack === 'object' ? at.stack : undefined })()`,
  'call site of the host': `(() => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (error, sites) => sites?.map?.((site) => site.getFunction?.()).find(Boolean); try { process.exit({ valueOf: () => { throw new Error() } }) } catch (error) { const { stack } = error; Error.prepareStackTrace = old; return typeof stack === 'function' ? stack : undefined } })()`,
  'inner errors': `(() => { try { console.log.call() } catch (error) { return error instanceof Error ? undefined : error } })()`,
  'caller and callee': `(() => { function trap() { return trap.caller ?? trap.arguments } return (() => { try { return trap() } catch { return undefined } })() })()`,
  'with and unscopables': `new Function('with (this) { return typeof require === "function" ? require : undefined }')()`,
  'weak references': `await (async () => { let seen; const registry = new FinalizationRegistry((held) => { seen = held }); (() => registry.register({}, 'held'))(); const all = []; for (let i = 0; i < 1e4; i++) all.push({}); await 0; return seen === 'held' || seen === undefined ? undefined : seen })()`,
  'sort that empties its array': `(() => { const list = Array.from({ length: 100 }, (_, i) => ({ i })); list.sort(() => { list.length = 0; return 1 }); return list.find((item) => typeof item !== 'object' && item !== undefined) })()`,
  'buffer that shrinks in use': `(() => { const buffer = new ArrayBuffer(64, { maxByteLength: 128 }); const view = new Uint8Array(buffer); try { view.fill({ valueOf() { buffer.resize?.(0); return 1 } }) } catch {} return view.some((byte) => byte > 1) ? 1 : undefined })()`,
  'buffer that is detached in use': `(() => { const buffer = new ArrayBuffer(64); const view = new DataView(buffer); try { return view.getUint32({ valueOf() { structuredClone?.(buffer, { transfer: [buffer] }); buffer.transfer?.(); return 0 } }) || undefined } catch { return undefined } })()`,
  'generator in itself': `(() => { let inner; function* again() { try { inner.next() } catch {} yield typeof require === 'function' ? require : undefined } inner = again(); return inner.next().value })()`,
  'names of the host': `globalThis.Deno ?? globalThis.Bun ?? globalThis.window ?? globalThis.global ?? globalThis.module ?? globalThis.exports ?? globalThis.Buffer ?? globalThis.queueMicrotask?.constructor('return this.Buffer')()`,
  'pollution of what is reported': `(() => { for (const name of ['code', 'stdout', 'stderr', 'broke']) Object.prototype[name] = 'CANARY'; try { return undefined } finally { for (const name of ['code', 'stdout', 'stderr', 'broke']) delete Object.prototype[name] } })()`,
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

/** What a script throws is shown; whatever it is made of, showing it must neither run away nor show the host. */
const thrown = [
  'null',
  'new Proxy({}, { get() { throw new Error("trap") } })',
  'new Proxy({}, { ownKeys() { while (true); } })',
  '{ message: { toString() { while (true); } }, name: 7, stack: {} }',
  '{ ["__proto__"]: { polluted: true }, message: "x", constructor: 1 }',
  'Object.assign(new Error("x".repeat(5e6)), { stack: "y".repeat(5e6) })',
  'JSON.parse("[".repeat(1e5) + "]".repeat(1e5))',
];

test('whatever a script throws, it ends as a fault that shows nothing of the host', async () => {
  const engine = await open({
    calls: { processes: { script: { time: 300, memory: 16 * 1024 * 1024, output: 10_000 } } },
  });
  const waiting = thrown.map((expression) => `throw (${expression})`);
  const worker = async (): Promise<void> => {
    for (let code = waiting.shift(); code !== undefined; code = waiting.shift()) {
      const result = JSON.stringify(await complete(engine, [{ a: { run: { script: { language: 'js', code } } } }]));
      expect({ code, result: result.slice(0, 300) }).toEqual({
        code,
        result: expect.stringContaining('"phase":"faulted"'),
      });
      expect(result).not.toMatch(/node:internal|node_modules|script-process/);
      expect(result.length).toBeLessThan(20_000);
    }
  };
  await Promise.all([worker(), worker()]);
  expect('polluted' in {}).toBe(false);
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
});
