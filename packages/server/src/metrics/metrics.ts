import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Phase } from '@batonhq/core';
import { Gauge, Registry } from 'prom-client';
import type { EngineMeter } from './engine-meter.ts';
import { HttpMetrics } from './http-metrics.ts';

/** What is asked for when figures are read. */
export interface Standing {
  /** How many executions are in which phase. */
  readonly executions: Readonly<Partial<Record<Phase, number>>>;
  /** Executions that wait for the answer of a person. */
  readonly waitingForApproval: number;
  /** Steps that are being performed, and those that wait for a place; null where the engine is of another process. */
  readonly load: { readonly performing: number; readonly queued: number } | null;
}

const phases: readonly Phase[] = ['pending', 'running', 'waiting', 'suspended', 'cancelled', 'faulted', 'completed'];
const nanoseconds = 1e9;

/** Everything that `GET /metrics` tells, in the text format of Prometheus. Labels name no tenant, user or execution. */
export class Metrics {
  readonly http: HttpMetrics;
  readonly #own = new Registry();
  readonly #registry: Registry;
  readonly #streams: Gauge;
  readonly #executions: Gauge<'phase'>;
  readonly #approvals: Gauge;
  readonly #steps: Gauge<'place'>;
  readonly #delay: Gauge<'quantile'>;
  readonly #memory: Gauge;
  /** From the first reading on: whoever never reads pays nothing. */
  #loop: ReturnType<typeof monitorEventLoopDelay> | null = null;

  constructor(meter: EngineMeter | null) {
    const registers = [this.#own];
    this.http = new HttpMetrics(this.#own);
    this.#streams = new Gauge({ name: 'baton_open_streams', help: 'Live streams that are open', registers });
    this.#executions = new Gauge({
      name: 'baton_executions',
      help: 'Executions by phase, of all tenants',
      labelNames: ['phase'],
      registers,
    });
    this.#approvals = new Gauge({
      name: 'baton_approvals_pending',
      help: 'Executions that wait for a person',
      registers,
    });
    this.#steps = new Gauge({
      name: 'baton_steps_in_hand',
      help: 'Steps that are being performed, and those that wait for a place',
      labelNames: ['place'],
      registers,
    });
    this.#delay = new Gauge({
      name: 'baton_event_loop_delay_seconds',
      help: 'How late the event loop was since the reading before',
      labelNames: ['quantile'],
      registers,
    });
    this.#memory = new Gauge({ name: 'baton_resident_memory_bytes', help: 'Memory of the process', registers });
    this.#registry = meter === null ? this.#own : Registry.merge([this.#own, meter.registry]);
  }

  /** A stream was opened; call what comes back when it is over. */
  streamOpened(): () => void {
    this.#streams.inc();
    return () => this.#streams.dec();
  }

  /** The figures as text. */
  async text(standing: Standing): Promise<string> {
    for (const phase of phases) this.#executions.set({ phase }, standing.executions[phase] ?? 0);
    this.#approvals.set(standing.waitingForApproval);
    if (standing.load !== null)
      for (const place of ['performing', 'queued'] as const) this.#steps.set({ place }, standing.load[place]);
    this.#memory.set(process.memoryUsage.rss());
    this.#readLoop();
    return this.#registry.metrics();
  }

  #readLoop(): void {
    if (this.#loop === null) {
      this.#loop = monitorEventLoopDelay({ resolution: 10 });
      this.#loop.enable();
    }
    for (const quantile of [50, 99]) {
      const value = this.#loop.percentile(quantile) / nanoseconds;
      this.#delay.set({ quantile: String(quantile / 100) }, Number.isFinite(value) ? value : 0);
    }
    this.#loop.reset();
  }
}
