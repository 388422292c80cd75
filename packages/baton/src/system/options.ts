import type { AgentDefinition, PriceTable } from '@batonhq/agents';
import type { CallOptions } from '@batonhq/calls';
import type { Json, PolicyMode } from '@batonhq/core';
import type { BudgetOptions, EventRetention, FunctionDefinition, LifecycleLevel, LimitSetting } from '@batonhq/engine';
import type { TraceExport } from '@batonhq/server';
import { nearest } from '../nearest.ts';
import { checkHealth, type HealthOptions } from './health/health-options.ts';
import type { PolicyOptions } from './policy.ts';
import { RequestError } from './request-error.ts';
import { checkTraces, type TracedLogEntry } from './system-tracing.ts';

/** Settings of {@link createOrchestrationSystem}; all of them are optional. */
export interface SystemOptions {
  /** The data folder, `.baton` by default. It is made when it does not exist. */
  readonly dataDir?: string;
  /** Functions to register before unfinished executions go on: the safe place for those a crash may leave waiting. */
  readonly functions?: readonly FunctionDefinition[];
  /** Agents that missions may go to (`call: agent`). */
  readonly agents?: readonly AgentDefinition[];
  /** A folder of agents (`*.yaml`, `*.json`) that exists: read now, and again whenever a file in it changes. None by default. */
  readonly agentsFolder?: string;
  /**
   * Models for agents that name none, in the order they are tried: `openai/NAME`, `anthropic/NAME`, or
   * `http://host:port/v1#NAME` for any server that speaks chat completions. Keys come from the environment.
   */
  readonly models?: readonly string[];
  /** Spreads missions over agents and over the models of one agent, by what they have in hand. True by default. */
  readonly loadBalancing?: boolean;
  /**
   * Chooses agents by how their missions ended, and leaves alone for a while who keeps failing; begins those steps first, where
   * there are more than places, that have the longest way before them by what steps took so far. True by default.
   */
  readonly autoOptimization?: boolean;
  /** What models cost; comes before the usual prices (`usualPrices`), which are in US dollars. */
  readonly prices?: PriceTable;
  /** What may be spent where nobody said otherwise: by each tenant, user and execution. Nothing is limited by default. */
  readonly budgets?: Omit<BudgetOptions, 'currency'>;
  /** What models write, as they write it. Telemetry: repeated when a call is. Nothing by default. */
  readonly onText?: (said: { readonly execution: string; readonly agent: string; readonly delta: string }) => void;
  readonly egress?: {
    /** Private addresses that HTTP calls may reach: `localhost:8080`, `10.0.0.7`. None by default. */
    readonly allow?: readonly string[];
    /** Certificates of authorities to believe besides those of the system, in PEM. None by default. */
    readonly authorities?: readonly string[];
  };
  /**
   * Where `$secrets` come from. By default the store of the data folder (`baton secrets`), then `BATON_SECRET_<NAME>` of the
   * environment.
   */
  readonly secrets?: {
    /** The key of the store, or its passphrase; `BATON_SECRET_KEY` or this user's own key file by default. */
    readonly key?: string;
    /** Asked before the others, by name; `undefined` passes the question on. Nothing by default. */
    readonly lookUp?: (name: string) => Json | undefined;
  };
  /** What is done without people, what they are asked about, what is refused. What is of high risk asks by default. */
  readonly policy?: PolicyOptions | PolicyMode;
  /**
   * Milliseconds after which a plan is compared again, before its next call, with what was agreed to: functions, roles, keys and secrets,
   * files. An hour by default.
   */
  readonly compareAfter?: number;
  /** Folders that definitions may fetch functions, schemas and descriptions of services from, by `file:`. None by default. */
  readonly folders?: readonly string[];
  /**
   * A folder to work in: its documents, contacts, calendar, mail and ledgers become functions, for definitions, agents and plans,
   * and the agents that come with Baton (`readyAgents`) are there to use them. It is the folder of the tenant `local`.
   */
  readonly workspace?: string;
  /** Folders of other tenants, by their names: executions of a tenant work in its own, or in none. None by default. */
  readonly workspaces?: Readonly<Record<string, string>>;
  /**
   * Programs that calls may start: MCP servers, a shell, Python; none by default, and scripts in JavaScript need no word.
   * And keys that agents must have signed their cards with, by origin.
   */
  readonly calls?: Pick<CallOptions, 'agentKeys' | 'mcpServers' | 'processes'>;
  /**
   * How much may be sent to hosts, functions and providers of models, for each tenant. None by default, but each host has a
   * circuit breaker and is left alone while it asks for that (`Retry-After`).
   */
  readonly limits?: readonly LimitSetting[];
  readonly events?: {
    /** How long published CloudEvents are kept: 10,000 of them, for seven days (milliseconds) by default. */
    readonly retention?: Partial<EventRetention>;
    /** Publish the lifecycle of executions, or of their tasks too, as CloudEvents. Neither by default. */
    readonly lifecycle?: LifecycleLevel;
  };
  /** From when on a system counts as strained, degraded or critical (`defaultThresholds`), and what counts as lately. */
  readonly health?: HealthOptions;
  /** The journal cannot be used any more, and nothing is acknowledged: end the process. By default the error is thrown, which does. */
  readonly onFatal?: (error: unknown) => void;
  /** Something that somebody should know, about one execution or none. A process warning by default. */
  readonly onWarning?: (error: unknown, execution?: string) => void;
  /** What functions log with `context.log`, with the trace of its execution. Nothing by default. */
  readonly onLog?: (entry: TracedLogEntry) => void;
  /** A collector that traces go to, as OTLP over HTTP: requests, executions, tasks, models, tools. Nowhere by default. */
  readonly traces?: TraceExport;
  /** With `manual`, unfinished executions go on when `start()` is called; else right after the current turn. */
  readonly recovery?: 'automatic' | 'manual';
}

const known = [
  'dataDir',
  'functions',
  'agents',
  'agentsFolder',
  'models',
  'loadBalancing',
  'autoOptimization',
  'prices',
  'budgets',
  'onText',
  'egress',
  'secrets',
  'policy',
  'compareAfter',
  'folders',
  'workspace',
  'workspaces',
  'calls',
  'limits',
  'events',
  'health',
  'recovery',
  'onFatal',
  'onWarning',
  'onLog',
  'traces',
];

/** Refuses what this version does not know: an option that is silently ignored is worse than none. */
export function checkOptions(options: SystemOptions): void {
  checkHealth(options.health);
  checkTraces(options.traces);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new RequestError(
      `there is no option \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`,
    );
  }
}
