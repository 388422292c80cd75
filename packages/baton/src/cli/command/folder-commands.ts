import type { CommandSpecification } from '../argument/command-specification.ts';
import { hostOptions } from './host-options.ts';

const serve: CommandSpecification = {
  name: 'serve',
  positionals: [],
  summary: 'Own the data folder and work until stopped',
  details: ['Unfinished executions go on; other commands reach them through this process. Ctrl-C drains and stops.'],
  options: hostOptions,
  examples: [{ line: 'baton serve --functions ./functions.ts', effect: 'hosts executions of this folder' }],
  load: async () => (await import('./serve.ts')).serve,
};

const define: CommandSpecification = {
  name: 'define',
  positionals: ['FILE'],
  summary: 'Publish a definition under its version, so that others find it by name',
  details: [
    'A published version never changes; the same content again is nothing new, other content a conflict (exit 5). `baton run FILE` needs no publishing. Asks the process that owns the folder; `run` and `serve` publish with --define.',
  ],
  options: [],
  examples: [{ line: 'baton define child.yaml', effect: 'lets `run: { workflow: … }` find it' }],
  load: async () => (await import('./define.ts')).define,
};

const doctor: CommandSpecification = {
  name: 'doctor',
  positionals: [],
  summary: 'Check this machine and the data folder, with a way to fix each finding',
  details: [
    '--verify reads the whole journal and checks its invariants; the folder may be in use meanwhile. Exit code 1 when something is wrong.',
  ],
  options: [{ name: 'verify', summary: 'Check the invariants of every execution' }],
  examples: [
    { line: 'baton doctor', effect: 'Node, folder, database, room on disk' },
    { line: 'baton doctor --verify --json', effect: 'the journal, for a script' },
  ],
  load: async () => (await import('./doctor.ts')).doctor,
};

/** Commands about the data folder. */
export const folderCommands: readonly CommandSpecification[] = [serve, define, doctor];
