import { NotFoundError } from '@batonhq/engine';
import { z } from '@hono/zod-openapi';
import { agentPage, agentRow, assignment, functionRow, noAgents, toolRow } from './agent-directory.ts';
import type { ApiHost } from './host.ts';
import { owned } from './ownership.ts';
import type { Router } from './route.ts';
import { execution } from './shapes.ts';

const tag = 'agents';

/** Agents with their scorecards, why each got its missions, and what they and definitions may call. */
export function agentRoutes(router: Router, host: ApiHost): void {
  const { agents = noAgents } = host;
  router.add(
    {
      method: 'get',
      path: '/api/agents',
      summary: 'Agents, how they stand, and how they did what the tenant gave them',
      tag,
      needs: ['read', 'system'],
      answer: { status: 200, description: 'By name', schema: z.object({ agents: z.array(agentRow) }) },
    },
    async ({ principal: { tenant } }) => ({ agents: await agents.agents(tenant) }),
  );
  router.add(
    {
      method: 'get',
      path: '/api/agents/{name}',
      summary: 'One agent, with its latest missions and why it got them',
      tag,
      needs: ['read', 'system'],
      params: z.object({ name: z.string().min(1).max(200) }),
      answer: { status: 200, description: 'The newest version of it', schema: agentPage },
    },
    async ({ params: { name }, principal: { tenant } }) => {
      const page = await agents.agent(tenant, name);
      if (page === null) throw new NotFoundError(`there is no agent ${name}`);
      return page;
    },
  );
  router.add(
    {
      method: 'get',
      path: '/api/executions/{id}/assignments',
      summary: 'The missions of an execution: who has each, and why',
      tag,
      needs: ['read', 'execution'],
      params: execution,
      answer: { status: 200, description: 'Oldest first', schema: z.object({ assignments: z.array(assignment) }) },
    },
    async ({ params: { id }, principal }) => {
      await owned(host.journal, id, principal);
      return { assignments: await agents.assignments(principal.tenant, id) };
    },
  );
  catalogRoutes(router, host);
}

function catalogRoutes(router: Router, { agents = noAgents }: ApiHost): void {
  router.add(
    {
      method: 'get',
      path: '/api/tools',
      summary: 'Tools, and which agents have them',
      tag,
      needs: ['read', 'system'],
      answer: { status: 200, description: 'By name', schema: z.object({ tools: z.array(toolRow) }) },
    },
    () => ({ tools: agents.tools() }),
  );
  router.add(
    {
      method: 'get',
      path: '/api/functions',
      summary: 'Functions that definitions may call',
      tag,
      needs: ['read', 'system'],
      answer: { status: 200, description: 'By name', schema: z.object({ functions: z.array(functionRow) }) },
    },
    () => ({ functions: agents.functions() }),
  );
}
