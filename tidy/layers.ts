/**
 * The order of the pipeline: a package imports only packages before it, a folder of the core only folders before it.
 * `baton` is the composition root, so nothing comes after it.
 */
export const packageOrder = [
  'jq',
  'core',
  'engine',
  'restate',
  'calls',
  'agents',
  'insight',
  'server',
  'dashboard',
  'baton',
];

/** Packages that may use less than the order allows. */
export const narrowed: Readonly<Record<string, readonly string[]>> = {
  testing: ['jq', 'core', 'engine'],
  dashboard: ['core', 'server'],
};

/** Folders of `packages/core/src`; its files at the top (the public index) may import all of them. */
export const coreOrder = [
  'kernel',
  'calendar',
  'expression',
  'definition',
  'program',
  'gate',
  'step',
  'event',
  'lock',
  'limit',
  'budget',
  'shared-context',
  'mailbox',
  'approval',
  'execution',
  'schedule',
  'view',
  'port',
];

/** Packages without clock, randomness, and I/O. */
export const purePackages = ['packages/core', 'packages/jq'];
