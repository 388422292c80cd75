/** How one mission ended. */
export interface MissionEnd {
  readonly agent: string;
  readonly model: string;
  readonly passed: boolean;
  readonly milliseconds: number;
  readonly tokens: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is known of how an agent has worked, and of how much it has in hand. Means are of the missions that are kept. */
export interface Standing {
  readonly missions: number;
  readonly passed: number;
  readonly meanMilliseconds: number;
  readonly meanTokens: number;
  /** Missions that failed since the last one that passed. */
  readonly failuresInARow: number;
  readonly lastEnd: number;
  readonly inHand: number;
}

const kept = 200;

/** A mission that was abandoned without a word counts as in hand so long at most, in milliseconds. */
const longestInHand = 3_600_000;

/**
 * How agents have worked so far, as this process has seen it: telemetry that helps to choose, not state; a new process
 * begins with what its owner gives it by `note`. A mission is noted once, however often its function is invoked.
 *
 * @example
 * ```ts
 * import { TrackRecord } from '@batonhq/agents';
 *
 * const record = new TrackRecord();
 * record.begin('mission-1', { agent: 'editor', model: 'openai/gpt-5-mini', at: 0 });
 * console.log(record.standing('editor', 1_000).inHand); // 1
 * ```
 */
export class TrackRecord {
  readonly #ends = new Map<string, Map<string, MissionEnd>>();
  readonly #inHand = new Map<string, { readonly agent: string; readonly model: string; readonly since: number }>();

  /** A mission begins, or goes on. */
  begin(mission: string, hand: { readonly agent: string; readonly model: string; readonly at: number }): void {
    this.#inHand.set(mission, { agent: hand.agent, model: hand.model, since: hand.at });
  }

  /** A mission has ended. */
  note(mission: string, end: MissionEnd): void {
    this.#inHand.delete(mission);
    const ends = this.#ends.get(end.agent) ?? new Map<string, MissionEnd>();
    ends.set(mission, end);
    const [oldest] = ends.keys();
    if (ends.size > kept && oldest !== undefined) ends.delete(oldest);
    this.#ends.set(end.agent, ends);
  }

  standing(agent: string, now: number): Standing {
    const ends = [...(this.#ends.get(agent)?.values() ?? [])];
    const last = ends.findLastIndex(({ passed }) => passed);
    return {
      missions: ends.length,
      passed: ends.filter(({ passed }) => passed).length,
      meanMilliseconds: mean(ends.map(({ milliseconds }) => milliseconds)),
      meanTokens: mean(ends.map(({ tokens }) => tokens)),
      failuresInARow: ends.length - 1 - last,
      lastEnd: ends.at(-1)?.at ?? 0,
      inHand: this.#count(now, (one) => one.agent === agent),
    };
  }

  /** Missions that a model has in hand now, whoever's they are. */
  inHandOf(model: string, now: number): number {
    return this.#count(now, (one) => one.model === model);
  }

  /** Agents that have a mission in hand now. */
  active(now: number): number {
    const hands = [...this.#inHand.values()].filter(({ since }) => now - since < longestInHand);
    return new Set(hands.map(({ agent }) => agent)).size;
  }

  #count(now: number, of: (hand: { readonly agent: string; readonly model: string }) => boolean): number {
    return [...this.#inHand.values()].filter((hand) => of(hand) && now - hand.since < longestInHand).length;
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
