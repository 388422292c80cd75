// Written by `npm run client` out of the descriptions of the routes: change those.
import type { Json, JsonObject } from '@batonhq/core';

export interface DefinitionRow {
  namespace: string;
  name: string;
  /**
   * The newest first
   */
  versions: string[];
  newest?: string;
  title?: string;
  summary?: string;
}

export interface DefinitionPage {
  namespace: string;
  name: string;
  version: string;
  hash: string;
  /**
   * The newest first
   */
  versions: string[];
  title?: string;
  summary?: string;
  definition: JsonObject;
  yaml: string;
}

export interface Agent {
  name: string;
  version: string;
  description: string;
  skills: string[];
  tools: string[];
  models: string[];
  from: 'baton' | 'file' | 'program';
  health: {
    state: 'well' | 'failing' | 'resting' | 'busy' | 'unable' | 'unproven';
    detail: string;
  };
  scorecard: {
    missions: number;
    passed: number;
    successRate: number | null;
    meanMilliseconds: number | null;
    meanTokens: number | null;
    failuresInARow: number;
    inHand: number;
    most: number;
    lastEndedAt: number | null;
  };
}

export type AgentPage = Agent & {
  instructions: string;
  output?: unknown;
  limits: JsonObject;
  missingTools: string[];
  assignments: Assignment[];
};

export interface Assignment {
  execution: string;
  task: string;
  agent: string;
  why: string;
  tried: string[];
  at: number;
  endedAt: number | null;
  phase: 'open' | 'completed' | 'stopped';
  reason: string | null;
  detail: string | null;
  tokens: number | null;
}

export interface Tool {
  name: string;
  description: string;
  input?: unknown;
  function: string;
  workflow: string | null;
  risk: 'low' | 'medium' | 'high' | null;
  trust: 'owner' | 'fetched';
  sinks: {
    member: string;
    kind: string;
  }[];
  agents: string[];
}

export interface Function {
  name: string;
  version: string;
  description: string | null;
  risk: 'low' | 'medium' | 'high' | null;
  repeat: string;
  input?: unknown;
  output?: unknown;
}

export interface Message {
  id: string;
  from: string;
  to: string;
  type: string;
  body: Json;
  correlation: string;
  at: number;
  origin: {
    kind: 'user' | 'tool' | 'web' | 'model' | 'workflow';
    source?: string;
    read?: string[];
  };
  status: 'waiting' | 'delivered' | 'acknowledged' | 'abandoned';
  deliveries: number;
  execution: string | null;
  endedAt: number | null;
}

export interface SharedValue {
  scope: string;
  key: string;
  value: Json;
  version: number;
  at: number;
  origin: {
    kind: 'user' | 'tool' | 'web' | 'model' | 'workflow';
    source?: string;
    read?: string[];
  } | null;
  by: {
    execution?: string;
    task?: string;
    agent?: string;
    user?: string;
  } | null;
  conflicts: {
    number: number;
    at: number;
    by: {
      execution?: string;
      task?: string;
      agent?: string;
      user?: string;
    };
    expected: number | null;
    found: number;
    value: Json;
    why: string;
  }[];
}

export interface PlanPage {
  name: string;
  version: number;
  versions: number[];
  plan: Plan;
  yaml: string;
  approval: {
    version: number;
    hash: string;
    by: string;
    at: string;
  } | null;
  isApproved: boolean;
}

export interface Plan {
  goal: string;
  title: string;
  definition: JsonObject;
  tasks: PlannedTask[];
  estimate: {
    duration: Interval;
    criticalPath: string[];
    tokens: Interval;
    money: Interval | null;
    currency: string;
  };
  assumptions: string[];
  questions: {
    name: string;
    text: string;
    choices?: string[];
  }[];
  origin: {
    planner: string;
    confidence: number;
    why: string;
  };
  hash: string;
  requirements: {
    requirement: string;
    tasks: string[];
  }[];
  touches: {
    reads: string[];
    writes: string[];
  };
}

export interface PlannedTask {
  name: string;
  function: string;
  purpose: string;
  after: string[];
  level: number;
  risk: 'low' | 'medium' | 'high';
  why: string;
  isIrreversible: boolean;
  undo: string | null;
  needsApproval: boolean;
  reads: string[];
  writes: string[];
  duration: Interval;
  tokens: Interval | null;
}

export interface Interval {
  low: number;
  expected: number;
  high: number;
}

export interface PlanRow {
  name: string;
  title: string;
  goal: string;
  versions: number[];
  approved: number | null;
  /**
   * Milliseconds since 1970
   */
  changedAt: number;
}

export interface PlanDifference {
  name: string;
  from: number;
  to: number;
  changes: (
    | {
        kind: 'added' | 'removed';
        task: string;
        function: string;
        risk: string;
      }
    | {
        kind: 'changed';
        task: string;
        members: {
          name: string;
          before: Json;
          after: Json;
        }[];
        risk: string;
      }
  )[];
  toApprove: string[];
}
