/**
 * Follows a guide to the letter: files it shows are written, commands it shows are typed, programs it shows are started, in a
 * copy of the sample workspace. A server on loopback stands in for the models it names.
 */
import { fork, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = join(root, 'packages/baton/src/cli/main.ts');

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
}

/** `# editor.yaml` or `// stock.ts` in the first line. */
function fileNameOf({ text }: Block): string | null {
  return /^(?:#|\/\/) ([\w-]+\.(?:yaml|ts))\b/.exec(text)?.[1] ?? null;
}

/** Where guides are followed. */
export interface GuidePlace extends Disposable {
  /** What all the commands and programs of a page of `docs` said. Fails where one of them does. */
  follow(page: string): string;
}

interface Place {
  readonly folder: string;
  /** Where the model answers. */
  readonly host: string;
}

/** A place where guides are followed; it is gone when it is disposed of. */
export async function openGuides(): Promise<GuidePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-guides-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(bin, 'npx'), 0o755);
  // Programs of the guides find the packages as those of a user do.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const server = fork(fileURLToPath(new URL('guide-model.ts', import.meta.url)), { stdio: 'ignore' });
  const host = await new Promise<string>((resolve) =>
    server.once('message', (said) => resolve(JSON.stringify(said).slice(1, -1))),
  );
  return {
    follow: (page) => follow(page, { folder, host }),
    [Symbol.dispose]() {
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a reader would have to have: a model of their own, agreement at the terminal, a folder to work in. */
function here(text: string, { folder, host }: Place): string {
  return text
    .replaceAll('127.0.0.1:11434', host)
    .replaceAll('/tmp/work', folder)
    .replaceAll('cp -r examples/workspace', `cp -r ${root}/examples/workspace/.`)
    .replaceAll(/--model (?:openai|anthropic)\/[\w.-]+/g, `--model http://${host}/v1#llama3.3 --allow-host ${host}`)
    .replaceAll(/^(npx baton do .*)$/gm, '$1 --yes')
    .replaceAll(/^export [A-Z_]+=.*$/gm, '');
}

function follow(page: string, { folder: place, host }: Place): string {
  const folder = join(place, page.replace('.md', ''));
  cpSync(join(root, 'examples/workspace'), folder, { recursive: true });
  writeFileSync(join(folder, 'editor.mjs'), editor);
  const blocks = blocksOf(page).map((block) => ({ ...block, text: here(block.text, { folder, host }) }));
  for (const block of blocks) {
    const name = fileNameOf(block);
    if (name !== null) writeFileSync(join(folder, name), block.text);
  }
  const programs = blocks.filter(
    ({ language, text }) => language === 'ts' && text.startsWith('import ') && !text.startsWith('//'),
  );
  programs.forEach(({ text }, index) => writeFileSync(join(folder, `program-${index}.ts`), text));
  const typed = [
    ...blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.split('\n')),
    ...programs.map((_, index) => `node program-${index}.ts`),
  ];
  // What is about an execution that a guide does not start stands there with `ID`, and belongs to another test.
  return typed
    .filter((line) => line.trim() !== '' && !/\bID\b/.test(line))
    .map((line) => type(line, folder))
    .join('\n');
}

const editor = `import { readFileSync, writeFileSync } from 'node:fs';
const file = process.argv[2];
writeFileSync(file, readFileSync(file, 'utf8').replace('minutes: 60', 'minutes: 30'));
`;

/** Types a line of a guide; what it says when it fails is what went wrong. `NAME` is the plan that was kept last. */
function type(line: string, folder: string): string {
  const PATH = [join(folder, '..', 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter);
  const env = { ...process.env, PATH, EDITOR: `${process.execPath} editor.mjs`, OPENAI_API_KEY: 'none' };
  const run = (command: string) => spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
  const name = /\bNAME\b/.test(line) ? JSON.parse(run('npx baton plan list --json').stdout)[0].name : '';
  const { status, stdout, stderr } = run(line.replaceAll(/\bNAME\b/g, name));
  expect(status, `${line}\n${stdout}\n${stderr}`).toBe(0);
  return stdout + stderr;
}
