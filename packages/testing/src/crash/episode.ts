import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, type Seed } from '../random/seeded-random.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import { temporaryFolder, type Ground } from './ground.ts';
import type { Host } from './host.ts';
import type { HostBundle } from './host-bundle.ts';
import { noProgress, type DeathProgress } from './death-progress.ts';
import { PaymentService } from './payment-service.ts';
import { scenarioNames, scenarioOf } from './scenarios.ts';
import { Trial } from './trial.ts';

/** How an episode goes. */
export interface EpisodeOptions {
  readonly bundle: HostBundle;
  readonly seed: Seed;
  /** How many processes die. */
  readonly deaths: number;
  /** Executions that are open at any time. */
  readonly open: number;
  /** Where it takes place: in a temporary folder by default, where processes die by `kill -9`. */
  readonly ground?: () => Promise<Ground>;
}

/** What became of an episode. */
export interface EpisodeReport {
  readonly violations: readonly Violation[];
  readonly progress: DeathProgress;
}

/** One data folder whose owner is killed again and again, and then left alone until everything has ended. */
export async function playEpisode(options: EpisodeOptions): Promise<EpisodeReport> {
  const ground = await (options.ground ?? temporaryFolder)();
  const service = await PaymentService.open({ random: new SeededRandom(options.seed), slowness: 12 });
  try {
    return await new Episode(options, { ground, service }).play();
  } finally {
    await service.close();
    await ground.remove();
  }
}

/** Of so many lives, one ends before it is ready. */
const stillborn = 6;

/** A life that gets no request to its service ends after so many milliseconds; where starting takes longer than that, after as long. */
const idleLife = 400;

class Episode {
  readonly #options: EpisodeOptions;
  readonly #service: PaymentService;
  readonly #random: SeededRandom;
  readonly #ground: Ground;
  readonly #trial: Trial;
  readonly #met = new Set<string>();
  #progress = noProgress;
  #number = 0;
  #isCalm = false;
  /** Milliseconds from the start of a process until it is ready, as the last one took. */
  #startTime = 150;

  constructor(
    options: EpisodeOptions,
    { ground, service }: { readonly ground: Ground; readonly service: PaymentService },
  ) {
    this.#options = options;
    this.#ground = ground;
    this.#service = service;
    this.#random = new SeededRandom(options.seed).branch();
    this.#trial = new Trial({ bundle: options.bundle, folder: ground.folder, service });
  }

  async play(): Promise<EpisodeReport> {
    const { violations } = this.#trial;
    const customers = Promise.all(Array.from({ length: this.#options.open }, () => this.#orderUntilCalm())).catch(
      (error: unknown) => violations.add(`I1 an order came to nothing: ${String(error)}`),
    );
    for (let death = 0; death < this.#options.deaths && violations.size === 0; death += 1) await this.#live();
    this.#isCalm = true;
    // A folder where something is wrong is left as it is.
    if (violations.size > 0) return { violations: [...violations], progress: this.#progress };
    const { counts } = await this.#trial.calmDown(customers);
    const resumed = this.#trial.openExecutions.length === 0 ? this.#met.size : 0;
    return { violations: [...violations], progress: { ...this.#progress, ...counts, resumed } };
  }

  /** One customer after the other takes the next scenario. */
  async #orderUntilCalm(): Promise<void> {
    while (!this.#isCalm) {
      const number = this.#number++;
      await this.#trial.attend(`e${number}`, scenarioOf(scenarioNames[number % scenarioNames.length] ?? 'parallel'));
    }
  }

  async #live(): Promise<void> {
    const host = this.#trial.start();
    const wasReady = this.#random.below(stillborn) === 0 ? await this.#tooEarly(host) : await this.#inTheMiddle(host);
    const unanswered = this.#service.unanswered;
    this.#trial.blame(host);
    await this.#ground.die(host);
    const before = this.#trial.openExecutions;
    const { inFlight } = await this.#trial.look();
    for (const id of inFlight > 0 ? before : []) this.#met.add(id);
    const { deaths, deathsAtStart, deathsInFlight, deathsDuringCalls } = this.#progress;
    this.#progress = {
      ...this.#progress,
      deaths: deaths + 1,
      deathsAtStart: deathsAtStart + Number(!wasReady),
      deathsInFlight: deathsInFlight + Number(inFlight > 0),
      deathsDuringCalls: deathsDuringCalls + Number(unanswered > 0),
    };
  }

  /** While it starts and recovers. True when it was ready nevertheless. */
  async #tooEarly({ ready, child }: Host): Promise<boolean> {
    await sleep(this.#random.next() * this.#startTime * 1.3);
    return Promise.race([ready, Promise.resolve(false).then(() => child.exitCode !== null)]);
  }

  /** When the service has heard so many more requests, and a little later. */
  async #inTheMiddle({ ready }: Host): Promise<boolean> {
    const begun = performance.now();
    if (!(await ready)) return false;
    this.#startTime = performance.now() - begun;
    const [low, high] = this.#random.chance(0.2) ? [20, 60] : [1, 12];
    const enough = this.#service.requests + this.#random.between(low, high);
    await Promise.race([
      this.#service.arrived(() => this.#service.requests >= enough),
      sleep(Math.max(idleLife, this.#startTime)),
    ]);
    if (this.#random.chance(0.5)) await sleep(this.#random.below(10));
    return true;
  }
}
