// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Agent, AgentPage, Assignment, Tool, Function } from './named-shapes.gen.ts';

/**
 * Routes, with what each takes and what it answers.
 */
export interface AgentsRoutes {
  /**
   * Agents, how they stand, and how they did what the tenant gave them
   */
  'GET /api/agents': {
    answer: {
      agents: Agent[];
    };
  };
  /**
   * One agent, with its latest missions and why it got them
   */
  'GET /api/agents/{name}': {
    params: {
      name: string;
    };
    answer: AgentPage;
  };
  /**
   * The missions of an execution: who has each, and why
   */
  'GET /api/executions/{id}/assignments': {
    params: {
      id: string;
    };
    answer: {
      assignments: Assignment[];
    };
  };
  /**
   * Tools, and which agents have them
   */
  'GET /api/tools': {
    answer: {
      tools: Tool[];
    };
  };
  /**
   * Functions that definitions may call
   */
  'GET /api/functions': {
    answer: {
      functions: Function[];
    };
  };
}
