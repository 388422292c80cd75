import type { Program, Recorded } from '@batonhq/core';
import { openJournalReader, verifyExecution } from '@batonhq/engine';
import { missingFrom, type Acknowledged } from '../simulate/acknowledgements.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import { observeSteps } from './observed-steps.ts';
import type { PaymentService } from './payment-service.ts';
import type { Programs } from './programs.ts';

/** Something that only a person can do. */
export type Duty =
  | { readonly kind: 'resume'; readonly execution: string }
  /** `payment` is what the step may have paid. */
  | { readonly kind: 'settle'; readonly execution: string; readonly step: string; readonly payment: string };

/** What the journal of a dead process says. */
export interface Look {
  readonly violations: readonly Violation[];
  readonly duties: readonly Duty[];
  /** Steps that were claimed and had not ended. */
  readonly inFlight: number;
}

/** What is looked for in a folder. */
export interface Expected {
  /** Executions that may have changed since the last look. */
  readonly executions: readonly string[];
  readonly acknowledged: readonly Acknowledged[];
}

type JournalReader = ReturnType<typeof openJournalReader>;

interface OnlookerOptions {
  readonly folder: string;
  readonly service: PaymentService;
  readonly programs: Programs;
}

/** Looks at the journal in a folder from outside, after the process that wrote it has died. */
export class Onlooker {
  readonly #folder: string;
  readonly #service: PaymentService;
  readonly #programs: Programs;
  /** How often a payment had been asked for when its step was seen to be committed. */
  readonly #committed = new Map<string, number>();

  constructor({ folder, service, programs }: OnlookerOptions) {
    this.#folder = folder;
    this.#service = service;
    this.#programs = programs;
  }

  /** Invariants I1 to I9 on these executions, what was promised about them, and that no committed step went out again. */
  look({ executions, acknowledged }: Expected): Look {
    if (acknowledged.length === 0) return nothing;
    const reader = this.#open();
    if (typeof reader === 'string') return { ...nothing, violations: [reader] };
    try {
      const ids = new Set(reader.ids());
      const promised = Map.groupBy(acknowledged, ({ execution }) => execution);
      const looks = executions.map((id): Look => {
        if (!ids.has(id)) return nothingOf(promised.get(id) ?? []);
        const stored = reader.execution(id);
        const children = stored.children.map((child) => reader.execution(child.id));
        const family = [stored, ...children].map((each) => {
          const program = programIn(reader, each.events, this.#programs);
          const found = verifyExecution(each, program).map(({ invariant, what }) => `${invariant} ${each.id}: ${what}`);
          return this.#lookAt(each.id, { events: each.events, found });
        });
        const broken = (promised.get(id) ?? []).flatMap((one) => missingFrom(stored.events, one));
        return together([...family, { ...nothing, violations: broken }]);
      });
      return together(looks);
    } finally {
      reader.close();
    }
  }

  #lookAt(
    id: string,
    { events, found }: { readonly events: readonly Recorded[]; readonly found: readonly string[] },
  ): Look {
    const { committed, open, ambiguous, isSuspended } = observeSteps(events);
    const again = committed.flatMap((payment) => this.#performedAgain(payment));
    const hasEnded = /^execution\.(completed|faulted|cancelled)$/.test(events.at(-1)?.event.kind ?? '');
    const resume = isSuspended && !hasEnded ? [{ kind: 'resume' as const, execution: id }] : [];
    return {
      violations: [...found, ...again],
      duties: [...ambiguous.map((doubt) => ({ kind: 'settle' as const, execution: id, ...doubt })), ...resume],
      inFlight: hasEnded ? 0 : open.length,
    };
  }

  /** A journal that can be read, or what is wrong with it. */
  #open(): JournalReader | Violation {
    try {
      return openJournalReader(this.#folder);
    } catch (error) {
      return `I1 the journal cannot be read: ${String(error)}`;
    }
  }

  #performedAgain(payment: string): readonly Violation[] {
    const asked = this.#service.askedFor(payment).length;
    const before = this.#committed.get(payment) ?? asked;
    this.#committed.set(payment, before);
    return asked > before ? [`I2 ${payment} was asked for again after its step was committed`] : [];
  }
}

function programIn(reader: JournalReader, events: readonly Recorded[], programs: Programs): Program | null {
  const first = events[0]?.event;
  const entry = first?.kind === 'execution.started' ? reader.definition(first.definition.hash) : null;
  return entry === null ? null : programs.compile(entry);
}

const nothing: Look = { violations: [], duties: [], inFlight: 0 };

function nothingOf(promised: readonly Acknowledged[]): Look {
  return { ...nothing, violations: promised.flatMap((one) => missingFrom([], one)) };
}

function together(looks: readonly Look[]): Look {
  return {
    violations: looks.flatMap(({ violations }) => violations),
    duties: looks.flatMap(({ duties }) => duties),
    inFlight: looks.reduce((sum, { inFlight }) => sum + inFlight, 0),
  };
}
