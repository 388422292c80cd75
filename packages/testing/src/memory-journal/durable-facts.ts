import { type Fact, type FactCommit, InvariantError, StaleCommitError, type StandingStream } from '@batonhq/core';

interface StoredFacts {
  /** JSON of each fact. */
  readonly facts: string[];
  state: string;
}

/** The streams of facts on the simulated disk. A commit either changes all it says or throws and changes nothing. */
export class DurableFacts {
  readonly #streams = new Map<string, StoredFacts>();

  apply({ stream, expectedSeq, facts, state }: FactCommit): void {
    const stored = this.#streams.get(stream) ?? { facts: [], state: '' };
    if (stored.facts.length !== expectedSeq) throw new StaleCommitError(stream, expectedSeq);
    for (const [index, { seq }] of facts.entries())
      if (seq !== expectedSeq + index + 1)
        throw new InvariantError(`fact ${seq} of ${stream} does not follow the one before it`);
    stored.facts.push(...facts.map((fact) => JSON.stringify(fact)));
    stored.state = JSON.stringify(state);
    if (stored.facts.length > 0) this.#streams.set(stream, stored);
  }

  drop(stream: string): void {
    this.#streams.delete(stream);
  }

  read(stream: string, { seq, limit = Infinity }: { readonly seq: number; readonly limit?: number }): readonly Fact[] {
    const found = this.#streams.get(stream)?.facts.slice(seq, seq + limit) ?? [];
    return found.map((fact): Fact => JSON.parse(fact));
  }

  standing(prefix: string): readonly StandingStream[] {
    const names = [...this.#streams.keys()].filter((name) => name.startsWith(prefix)).toSorted();
    return names.flatMap((stream): readonly StandingStream[] => {
      const stored = this.#streams.get(stream);
      return stored === undefined ? [] : [{ stream, seq: stored.facts.length, state: JSON.parse(stored.state) }];
    });
  }
}
