// Written by `npm run client` out of the descriptions of the routes: change those.
import type { ExecutionEvent, Json, JsonObject } from '@batonhq/core';

export interface ExecutionDetails {
  view: ExecutionView;
  waitingFor: WaitingFor[];
  tasks: TaskView[];
  branchedFrom: {
    execution: string;
    seq: number;
  } | null;
  schedule: {
    id: string;
    cause: 'every' | 'cron' | 'after' | 'event' | 'order';
    /**
     * Milliseconds since 1970
     */
    instant: number;
  } | null;
  spending: {
    currency: string | null;
    caps: Amounts;
    spent: Amounts;
    reserved: Amounts;
  } | null;
}

export interface ExecutionView {
  id: string;
  definition: DefinitionReference;
  tenant: string;
  user: string;
  priority: number;
  idempotencyKey: string | null;
  parent: string | null;
  phase: 'pending' | 'running' | 'waiting' | 'suspended' | 'cancelled' | 'faulted' | 'completed';
  substate: 'cancelling' | 'compensating' | null;
  /**
   * Milliseconds since 1970
   */
  startedAt: number;
  /**
   * Milliseconds since 1970
   */
  endedAt: number | null;
  output: Json;
  fault: Fault | null;
}

export interface DefinitionReference {
  namespace: string;
  name: string;
  version: string;
  hash: string;
}

export interface Fault {
  type: string;
  status: number;
  title?: string;
  detail?: string;
  instance?: string;
}

export type WaitingFor =
  | {
      kind: 'step';
      task: string;
      what: string;
      since: number;
      attempt: number;
    }
  | {
      kind: 'timer';
      task: string;
      until: number;
    }
  | {
      kind: 'retry';
      task: string;
      until: number;
      attempt: number;
      fault: Fault;
    }
  | {
      kind: 'event';
      task: string;
      types: string[];
      since: number;
      until?: number;
    }
  | {
      kind: 'lock';
      task: string;
      key: string;
      since: number;
      holder?: {
        execution: string;
        task: string;
        since: number;
      };
      ahead?: number;
    }
  | {
      kind: 'approval';
      task: string;
      step: string;
      approval: string;
      what: string;
      roles: string[];
      quorum: number;
      approvedBy: string[];
      reason: string;
      since: number;
      until: number;
    }
  | {
      kind: 'revision';
      task: string;
      since: number;
      fault: Fault;
    }
  | {
      kind: 'gate';
      task: string;
      step: string;
      gate: 'basis' | 'budget' | 'limit';
      asks: JsonObject;
      since: number;
      detail?: string;
      until?: number;
    }
  | {
      kind: 'child';
      task: string;
      child: string;
      since: number;
    }
  | {
      kind: 'settlement';
      task: string;
      step: string;
      reason: string;
    }
  | {
      kind: 'resume';
      reason: string;
    }
  | {
      kind: 'engine';
    };

export interface TaskView {
  reference: string;
  name: string;
  phase: 'running' | 'waiting' | 'completed' | 'faulted' | 'skipped' | 'cancelled';
  /**
   * Milliseconds since 1970
   */
  startedAt: number;
  /**
   * Milliseconds since 1970
   */
  endedAt: number | null;
  attempts: number;
  fault: Fault | null;
}

export interface Amounts {
  money?: number;
  tokens?: number;
  calls?: number;
  time?: number;
}

export type ExecutionResult =
  | {
      phase: 'completed';
      output: Json;
    }
  | {
      phase: 'faulted';
      fault: Fault;
    }
  | {
      phase: 'cancelled';
    };

export interface BranchPreview {
  from: string | null;
  seq: number;
  repeats: {
    step: string;
    what: string;
    became: 'completed' | 'faulted' | 'undone' | 'unknown';
  }[];
  undone: string[];
  input: Json;
  retryPoint: string | null;
}

export interface Recorded {
  seq: number;
  /**
   * Milliseconds since 1970
   */
  at: number;
  event: ExecutionEvent;
}

export interface WrittenFile {
  /**
   * From the root of the workspace, as whoever wrote it named it
   */
  path: string;
  task: string;
  step: string;
  function: string;
  /**
   * This one, or the one it was branched off from
   */
  execution: string;
  /**
   * Milliseconds since 1970
   */
  writtenAt: number;
  mediaType: string;
  state: 'there' | 'changed' | 'gone' | 'large' | 'refused';
  detail: string | null;
  bytes: number | null;
  /**
   * Milliseconds since 1970
   */
  touchedAt: number | null;
}

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

export interface PendingApproval {
  id: string;
  kind: 'call' | 'revision' | 'basis' | 'budget';
  execution: string;
  workflow: string;
  tenant: string;
  user: string;
  task: string;
  step: string;
  what: string;
  call: JsonObject;
  origins: ValueOrigin[];
  hash: string;
  risk: 'low' | 'medium' | 'high' | null;
  reason: string;
  roles: string[];
  quorum: number;
  approvedBy: string[];
  cost: {
    money?: number;
    currency?: string;
    tokens?: number;
  } | null;
  undo: string | null;
  since: number;
  until: number;
}

export interface ValueOrigin {
  path: string;
  from:
    | 'definition'
    | 'input'
    | 'task'
    | 'secret'
    | 'computed'
    | 'function'
    | 'person'
    | 'user'
    | 'owner'
    | 'fetched'
    | 'model';
  source: string | null;
  text: string;
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

export interface Account {
  account: string;
  caps: Amounts;
  per: 'day' | 'month' | null;
  isSet: boolean;
  spent: Amounts;
  reserved: Amounts;
}

export interface CostEntry {
  day: string;
  user: string;
  execution: string;
  of: string;
  spent: Amounts;
  reserved: Amounts;
}

export interface LimitView {
  tenant: string;
  kind: 'host' | 'function' | 'provider';
  name: string;
  identity: string | null;
  state: 'free' | 'held' | 'open' | 'probing' | 'concurrency' | 'rate' | 'quota';
  until: number | null;
  detail: string;
  inUse: number;
  failures: number;
  quotas: {
    window: 'minute' | 'hour' | 'day' | 'month';
    used: number;
    count: number;
    until: number;
  }[];
  rules: {
    rate: {
      count: number;
      per: number;
      burst: number;
    } | null;
    quotas: {
      count: number;
      window: 'minute' | 'hour' | 'day' | 'month';
      zone: string;
    }[];
    concurrency: number | null;
    breaker: {
      failures: number | null;
      ratio: {
        share: number;
        calls: number;
        per: number;
      } | null;
      pause: number;
      longestPause: number;
    } | null;
  };
}

export interface ScheduleView {
  id: string;
  phase: 'active' | 'paused' | 'deleted';
  changedBy: string | null;
  activatedAt: number;
  definition: DefinitionReference;
  rule: {
    every: number | null;
    cron: {
      expression: string;
      zone: string;
    } | null;
    after: number | null;
    on: boolean;
    input: boolean;
    misfire: 'skip' | 'one' | 'all';
    overlap: 'allow' | 'skip' | 'wait' | 'replace';
    tolerance: number;
    catchUp: number;
  };
  nextAt: number | null;
  open: {
    key: string;
    cause: 'every' | 'cron' | 'after' | 'event' | 'order';
    instant: number;
    execution: string;
    startedAt: number;
  }[];
  held: {
    key: string;
    cause: 'every' | 'cron' | 'after' | 'event' | 'order';
    instant: number;
    execution: string;
  } | null;
  last: {
    key: string;
    cause: 'every' | 'cron' | 'after' | 'event' | 'order';
    instant: number;
    execution: string;
    startedAt: number;
    phase: 'cancelled' | 'faulted' | 'completed' | 'open' | 'failed';
    reason?: string;
  } | null;
  counts: {
    started: number;
    skipped: number;
    missed: number;
    failed: number;
  };
}

export interface SchedulePage {
  schedule: ScheduleView;
  next: {
    instant: number;
    cause: 'every' | 'cron' | 'after' | 'event' | 'order';
  }[];
}

export interface Key {
  id: string;
  name: string;
  user: string;
  role: 'viewer' | 'operator' | 'approver' | 'developer' | 'admin';
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
  usedAt: number | null;
}

export interface SystemMetrics {
  totalTasks: number;
  completedTasks: number;
  faultedTasks: number;
  successRate: number;
  totalExecutions: number;
  executions: {
    pending?: number;
    running?: number;
    waiting?: number;
    suspended?: number;
    cancelled?: number;
    faulted?: number;
    completed?: number;
  };
  costs: {
    money: {
      [k: string]: number;
    };
    tokens: number;
    calls: number;
  };
  activeAgents: number;
  systemHealth: 'healthy' | 'strained' | 'degraded' | 'critical';
  signs: {
    measure: 'successRate' | 'suspended' | 'ambiguous' | 'overdue' | 'approvals' | 'disk';
    value: number | null;
    level: 'healthy' | 'strained' | 'degraded' | 'critical';
    threshold: number | null;
    message: string;
  }[];
  recent: {
    since: number;
    tasks: number;
    completed: number;
    faulted: number;
    successRate: number;
    meanMilliseconds: number;
  };
  bottlenecks: {
    kind: 'slow' | 'retried' | 'faulting' | 'waited-for';
    subject: string;
    share: number;
    count: number;
    milliseconds: number;
    message: string;
  }[];
  recommendations: {
    subject: string;
    message: string;
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
