import type { CommandSpecification } from '../argument/command-specification.ts';

const limits: CommandSpecification = {
  name: 'limits',
  positionals: ['[list|free]', '[RESOURCE]'],
  summary: 'List hosts, functions and providers with limits, and free them',
  details: [
    'A resource is listed from its first limited or failed call on. Its state is free, or what the next call waits for: held (the other side asked for silence), open or probing (its circuit), rate, quota, concurrency.',
    'free RESOURCE (a host, function:NAME or provider:NAME): calls are made again at once, whatever silence was asked for and however many failed. Asks the process that owns the folder.',
    'Limits are given to the process that executes: `--limit` of run, do and serve, or `limits` of the SDK.',
  ],
  options: [
    { name: 'tenant', value: 'TENANT', summary: 'list: of this tenant only; free: of this tenant (default: local)' },
  ],
  examples: [
    { line: 'baton limits', effect: 'what is limited, and what is used of it' },
    { line: 'baton limits free api.example.com', effect: 'it works again: go on at once' },
    { line: `baton limits --json | jq '.[] | select(.state != "free")'`, effect: 'what calls wait for' },
  ],
  load: async () => (await import('./limits.ts')).limits,
};

/** Commands about limits. */
export const limitCommands: readonly CommandSpecification[] = [limits];
