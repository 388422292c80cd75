import { defineConfig } from 'vitest/config';

const oldestNode = 24;
if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  throw new RangeError(
    `The tests need Node ${oldestNode}, this is ${process.version}: start them with \`npm test\`, which uses the pinned one.`,
  );
}

const ignored = ['**/node_modules/**', '**/dist/**', '**/fixtures/**', 'bench/*peers/**'];

/**
 * Three projects, one command each. `gate` is what every commit must pass (`npm test`); `campaign` holds what the gate plays beside
 * it, because it takes longer (`npm run test:campaigns`): files named `*.campaign.test.ts`; `long` what takes minutes to hours
 * (`npm run test:long`): files named `*.long.test.ts`.
 *
 * Forks, not threads: tests kill processes, change directories and open SQLite files, and a fork that dies takes
 * nothing else with it.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Only what never comes takes that long, on whatever machine. What may take no longer than it should is measured in its test.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], reporter: ['text-summary', 'json-summary'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'gate',
          include: ['packages/*/{src,test}/**/*.test.ts', '{tidy,release,bench}/**/*.test.ts'],
          exclude: [...ignored, '**/*.long.test.ts', '**/*.campaign.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'campaign',
          include: ['packages/*/{src,test}/**/*.campaign.test.ts'],
          exclude: ignored,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['packages/*/{src,test}/**/*.long.test.ts'],
          exclude: ignored,
          testTimeout: 24 * 60 * 60_000,
        },
      },
    ],
  },
});
