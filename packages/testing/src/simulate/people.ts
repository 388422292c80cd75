import type { Engine, ExecutionDetails } from '@batonhq/engine';
import type { Settlement } from '@batonhq/core';
import { checkAcknowledged, type Acknowledged } from './acknowledgements.ts';
import { keyOfStep } from './claims.ts';
import { isRefusal } from './refusals.ts';
import type { SmallWorld } from './small-world.ts';

/** People who order things at random, and remember what they were told. */
export class People {
  readonly #world: SmallWorld;
  readonly #names: readonly string[];
  /** Everything that was ever acknowledged. */
  readonly acknowledged: Acknowledged[] = [];
  #signals = 0;

  constructor(world: SmallWorld, signals: readonly string[]) {
    this.#world = world;
    this.#names = signals;
  }

  /** One of the people does something, if anybody listens. */
  act(): void {
    const { random, process, disk } = this.#world;
    const { engine } = process;
    const execution = random.pick([...disk.durable.streams.keys()]);
    if (engine === null || execution === undefined) return;
    const what = random.below(23);
    if (what < 10) this.signal(engine, execution, random.pick(this.#names) ?? 'go');
    else if (what < 13) this.#order(engine.pause(execution, 'ada'), { kind: 'paused', execution });
    else if (what < 16) this.#order(engine.resume(execution, 'ada'), { kind: 'resumed', execution });
    else if (what < 17) this.#order(engine.cancel(execution, 'ada'), { kind: 'cancelled', execution });
    else if (what < 20) this.#settleOne(engine, execution);
    else this.#answerOne(engine, execution);
  }

  /** Sends a signal; sometimes one that was sent before. */
  signal(engine: Engine, execution: string, name: string): void {
    if (this.#signals === 0 || !this.#world.random.chance(0.2)) this.#signals += 1;
    const signal = `s${this.#signals}`;
    const isLast = this.acknowledged.some((known) => known.kind === 'signalled' && known.signal === signal);
    const sent = engine.signal(execution, { name, data: this.#signals, id: signal });
    this.#order(sent, isLast ? null : { kind: 'signalled', execution, signal });
  }

  /** Does for an execution whatever only people can do. False when there is nothing to do. */
  async help(engine: Engine, execution: string): Promise<boolean> {
    const details = await engine.details(execution);
    const duties = details.waitingFor.filter(
      ({ kind }) => kind === 'resume' || kind === 'settlement' || kind === 'event' || kind === 'approval',
    );
    if (details.view.phase === 'suspended')
      this.#order(engine.resume(execution, 'eve'), { kind: 'resumed', execution });
    for (const duty of duties) {
      if (duty.kind === 'settlement') this.#settle(engine, execution, duty.step);
      else if (duty.kind === 'approval') this.#answer(engine, execution, duty.approval);
      else if (duty.kind === 'event') this.#send(engine, execution, duty.types);
    }
    return duties.length > 0;
  }

  /** Sends what is listened for, and something else too: a `listen` does not say what ends it. */
  #send(engine: Engine, execution: string, types: readonly string[]): void {
    const other = this.#world.random.pick(this.#names) ?? '*';
    for (const type of [...types, other]) this.#freshSignal(engine, execution, type);
  }

  #freshSignal(engine: Engine, execution: string, type: string): void {
    this.#signals += 1;
    const signal = `s${this.#signals}`;
    const sent = engine.signal(execution, { name: type === '*' ? 'go' : type, data: this.#signals, id: signal });
    this.#order(sent, { kind: 'signalled', execution, signal });
  }

  #answerOne(engine: Engine, execution: string): void {
    engine.approvals.list({ execution }).then(
      ([asked]) => {
        if (asked !== undefined && this.#world.process.engine === engine) this.#answer(engine, execution, asked.id);
      },
      () => undefined,
    );
  }

  /** Whoever comes by answers; often enough several do, and some say no. */
  #answer(engine: Engine, execution: string, approval: string): void {
    const { random } = this.#world;
    const by = random.pick(['ada', 'ben', 'eve']);
    if (random.chance(0.85))
      this.#order(engine.approvals.approve(approval, { by }), { kind: 'approved', execution, approval, by });
    else this.#order(engine.approvals.deny(approval, { by }), { kind: 'denied', execution, approval, by });
  }

  #settleOne(engine: Engine, execution: string): void {
    engine.details(execution).then(
      (details) => {
        const step = ambiguousStep(details);
        if (step !== null && this.#world.process.engine === engine) this.#settle(engine, execution, step);
      },
      () => undefined,
    );
  }

  /** Tells the truth about a step that nobody else knows about. */
  #settle(engine: Engine, execution: string, step: string): void {
    const { ledger, random } = this.#world;
    const key = keyOfStep(execution, step);
    const decision: Settlement = ledger.hasApplied(key)
      ? { kind: 'completed', output: { receipt: key } }
      : random.chance(0.8)
        ? { kind: 'repeat' }
        : { kind: 'failed', fault: { type: 'https://sim.example/given-up', status: 500 } };
    this.#order(engine.settle(execution, step, { by: 'ada', decision }), { kind: 'settled', execution, step });
  }

  /** Remembers what was acknowledged and checks it at once; a refusal is no acknowledgement. */
  #order(order: Promise<void>, acknowledged: Acknowledged | null): void {
    this.#world.tell(() => `somebody orders ${JSON.stringify(acknowledged)}`);
    order.then(
      () => {
        if (acknowledged !== null) this.#note(acknowledged);
      },
      (error: unknown) => {
        if (!isRefusal(error)) this.#world.violated(`an order failed: ${String(error)}`);
      },
    );
  }

  /** Somebody was told that an execution has started. */
  started(execution: string): void {
    this.#note({ kind: 'started', execution });
  }

  #note(acknowledged: Acknowledged): void {
    this.acknowledged.push(acknowledged);
    for (const violation of checkAcknowledged(this.#world.disk.durable, acknowledged)) this.#world.violated(violation);
  }
}

function ambiguousStep({ waitingFor }: ExecutionDetails): string | null {
  const duty = waitingFor.find(({ kind }) => kind === 'settlement');
  return duty?.kind === 'settlement' ? duty.step : null;
}
