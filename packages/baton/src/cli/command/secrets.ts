import { text as textOf } from 'node:stream/consumers';
import { NotFoundError, SecretStore, type NewKey } from '@batonhq/engine';
import { nearest } from '../../nearest.ts';
import type { Arguments } from '../argument/arguments.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { UsageError } from '../argument/usage-error.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { askHidden } from '../terminal/ask-hidden.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Deed = (typed: Arguments, terminal: Terminal) => Promise<ExitCode>;

const deeds: Readonly<Record<string, Deed>> = { list, set, remove, rotate };

/** What is shorter occurs everywhere by chance, and cannot be crossed out of what is shown. */
const shortestHidden = 6;

/** `baton secrets`. */
export const secrets: Action = (typed, terminal) => {
  const [what = 'list'] = typed.positionals;
  const deed = Object.hasOwn(deeds, what) ? deeds[what] : undefined;
  if (deed === undefined)
    throw new UsageError(`baton secrets ${what} does not exist`, `one of ${Object.keys(deeds).join(', ')}`);
  return deed(typed, terminal);
};

async function list(typed: Arguments, { json, data, talk }: Terminal): Promise<ExitCode> {
  const dataDir = dataDirOf(typed);
  const all = new SecretStore(dataDir)
    .list()
    .map(({ name, setAt }) => ({ name, setAt: new Date(setAt).toISOString() }));
  if (json) data.line(plainJson(all, 2));
  else if (all.length === 0) talk.line('No secrets here. Keep one: baton secrets set NAME');
  else {
    const width = Math.max(...all.map(({ name }) => name.length));
    for (const { name, setAt } of all) data.line(plainLine(`${name.padEnd(width)}  set ${setAt}`));
  }
  return exitCodes.ok;
}

async function set(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const name = named(typed);
  const store = new SecretStore(dataDirOf(typed));
  const value = await hiddenText(`the secret ${name}`);
  store.set(name, value);
  if (value.length < shortestHidden)
    terminal.talk.line(
      `${name} is shorter than ${shortestHidden} letters: it cannot be crossed out where a service repeats it`,
    );
  return done(`${name} is kept, encrypted`, { name }, terminal);
}

async function remove(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const name = named(typed);
  const store = new SecretStore(dataDirOf(typed));
  if (store.remove(name)) return done(`${name} is forgotten`, { name }, terminal);
  const meant = nearest(
    name,
    store.list().map((known) => known.name),
  );
  throw new NotFoundError(`there is no secret ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`);
}

async function rotate(typed: Arguments, terminal: Terminal): Promise<ExitCode> {
  const dataDir = dataDirOf(typed);
  const store = new SecretStore(dataDir);
  if (store.keyKind() === null) throw new NotFoundError(`there are no secrets in ${dataDir}`);
  store.check();
  store.rotate(await newKeyOf(typed));
  const key = store.keyKind();
  const needed = key === 'file' ? '' : '; whoever owns the folder needs BATON_SECRET_KEY';
  return done(`${store.list().length} secrets are encrypted anew${needed}`, { key }, terminal);
}

async function newKeyOf(typed: Arguments): Promise<NewKey> {
  if (typed.has('own-key') && typed.has('new-key'))
    throw new UsageError('--own-key and --new-key contradict each other', 'one of them');
  if (typed.has('own-key')) return 'own';
  return typed.has('new-key') ? { key: await hiddenText('the new key or passphrase') } : 'same';
}

function named({ positionals: [deed = '', name] }: Arguments): string {
  if (name === undefined) throw new UsageError(`baton secrets ${deed} needs NAME`, `baton secrets ${deed} NAME`);
  return name;
}

/** From standard input, or typed without being shown; never from the command line, which others can read. */
async function hiddenText(what: string): Promise<string> {
  const { stdin, stderr } = process;
  const given = stdin.isTTY
    ? await askHidden(what, { keyboard: stdin, write: (text) => stderr.write(text) })
    : (await textOf(stdin)).replace(/\r?\n$/, '');
  if (given !== '') return given;
  throw new UsageError(`${what} is empty`, 'give it on standard input: baton secrets set NAME < file');
}

function done(said: string, data: object, terminal: Terminal): ExitCode {
  terminal.talk.line(plainLine(said));
  if (terminal.json) terminal.data.line(plainJson(data, 2));
  return exitCodes.ok;
}
