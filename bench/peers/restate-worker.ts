/** The worker process of `restate.ts`: serves the load's handlers on loopback and tells its port to the parent. */
import { createServer } from 'node:http2';
import { createEndpointHandler, RestatePromise, service } from '@restatedev/restate-sdk';
import type { Context } from '@restatedev/restate-sdk';

/** The handlers. What a step returns is journaled, so counts and instants survive a repeated invocation. */
export const load = service({
  name: 'load',
  handlers: {
    sequence: async (ctx: Context, steps: number): Promise<number> => {
      let bodies = 0;
      for (let index = 0; index < steps; index++) bodies += await ctx.run(`step-${index}`, () => 1);
      return bodies;
    },
    instants: async (ctx: Context, steps: number): Promise<readonly number[]> => {
      const instants: number[] = [];
      for (let index = 0; index < steps; index++) {
        instants.push(await ctx.run(`step-${index}`, () => performance.now()));
      }
      return instants;
    },
    fanOut: async (ctx: Context, steps: number): Promise<number> => {
      const branches = Array.from({ length: steps }, (_, index) => ctx.run(`branch-${index}`, () => 1));
      const results = await RestatePromise.all(branches);
      return results.reduce((sum, result) => sum + result, 0);
    },
  },
});

const server = createServer(createEndpointHandler({ services: [load] }));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.(address.port);
});
process.on('disconnect', () => process.exit(0));
