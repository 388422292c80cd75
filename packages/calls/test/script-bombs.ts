/** Scripts that want all of the time, the memory, the stack or the output; the gate tries the first six. */
export const bombs: readonly string[] = [
  'while (true);',
  '(function again() { again() })()',
  '/(a+)+$/.test("a".repeat(60) + "b")',
  'while (true) console.log("x".repeat(1_000))',
  'let text = "x"; while (true) text += text',
  'const again = () => Promise.resolve().then(again); await again()',
  'const all = []; while (true) all.push(new Array(10_000).fill(all.length))',
  'const buffers = []; while (true) buffers.push(new ArrayBuffer(1e6))',
  'try { while (true); } finally { while (true); }',
  'const deep = []; let at = deep; for (;;) { const next = []; at.push(next); at = next; }',
  'new Array(1e9).join("x").split("").sort()',
  'await new Promise(() => {})',
  'for (;;) { try { process.exit(1) } catch {} }',
];

/** How a script ends that met a limit of its own, rather than one of the whole process. */
export const bounds =
  /took longer than|wrote more than 10000 bytes|out of memory|stack overflow|string too long|invalid (string|array) length|never comes|with code 1"/;
