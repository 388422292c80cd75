import type { CommandSpecification } from '../argument/command-specification.ts';
import { hostOptions } from './host-options.ts';

const serve: CommandSpecification = {
  name: 'serve',
  positionals: [],
  summary: 'Own the data folder, answer over HTTP, and work until stopped',
  details: [
    'Unfinished executions go on; other commands reach them through this process. Ctrl-C drains and stops.',
    'Whoever asks over HTTP needs a key; the first start of a folder makes one for an admin and shows it once.',
  ],
  options: [
    ...hostOptions,
    { name: 'port', value: 'N', summary: 'Where to listen (default: 8787, or any that is free; `none` for nowhere)' },
    {
      name: 'host',
      value: 'ADDRESS',
      summary: 'An address of this machine (default: 127.0.0.1, which only it reaches)',
    },
    { name: 'name', value: 'NAME', repeated: true, summary: 'A name under which clients reach this machine' },
    {
      name: 'workspace-of',
      value: 'TENANT=DIR',
      repeated: true,
      summary: 'The workspace of another tenant; --workspace is that of the tenant local',
    },
  ],
  examples: [
    { line: 'baton serve --functions ./functions.ts', effect: 'hosts executions of this folder' },
    { line: 'baton serve --host 0.0.0.0 --name baton.example', effect: 'answers other machines too, behind TLS' },
  ],
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

const backup: CommandSpecification = {
  name: 'backup',
  positionals: ['FILE'],
  summary: 'Copy the whole data folder, as it is at one moment, into one file',
  details: ['Its owner may be at work meanwhile. The file appears when the copy was read back and is sound.'],
  options: [{ name: 'force', summary: 'Replace a file of this name' }],
  examples: [{ line: 'baton backup monday.backup', effect: 'everything in one file' }],
  load: async () => (await import('./backup.ts')).backup,
};

const restore: CommandSpecification = {
  name: 'restore',
  positionals: ['FILE'],
  summary: 'Put a backup into a data folder that nobody owns',
  details: [
    'Reads the backup and checks its invariants before it replaces anything. A folder that has a journal needs --force; that journal is kept beside the new one.',
    'Open executions are suspended and schedules paused: what they did after the backup is not in it and could be done a second time. Look at them, then `baton resume ID` and `baton schedules resume ID`.',
  ],
  options: [
    { name: 'force', summary: 'Replace the journal of the folder, and keep it aside' },
    { name: 'go-on', summary: 'Leave executions and schedules as they were: they go on at the next start' },
  ],
  examples: [{ line: 'baton restore monday.backup --data restored', effect: 'into a new folder' }],
  load: async () => (await import('./restore.ts')).restore,
};

const retention: CommandSpecification = {
  name: 'retention',
  positionals: ['[show|set|apply]'],
  summary: 'Say how long finished executions are kept, or drop those that are not',
  details: [
    'A finished execution is dropped whole: its events and data go, and who asks for it is told so (exit 3). What stays in `dropped_executions`: which definition, who, when, how it ended. Open executions, and what an open one waits for, are never dropped. Without a policy everything is kept.',
    'Whoever owns the folder applies the policy when it starts and every hour; `apply` does it for a folder that nobody owns.',
  ],
  options: [
    { name: 'keep-for', value: 'DURATION', summary: 'For `set`: so long after the end: 12h, 30d' },
    { name: 'keep-last', value: 'COUNT', summary: 'For `set`: at most so many, those that ended last' },
    { name: 'off', summary: 'For `set`: keep everything' },
    { name: 'dry-run', summary: 'For `apply`: only say what would be dropped' },
  ],
  examples: [
    { line: 'baton retention set --keep-for 30d', effect: 'a month' },
    { line: 'baton retention apply --dry-run', effect: 'what would be dropped now' },
  ],
  load: async () => (await import('./retention.ts')).retention,
};

/** Commands about the data folder. */
export const folderCommands: readonly CommandSpecification[] = [serve, define, backup, restore, retention, doctor];
