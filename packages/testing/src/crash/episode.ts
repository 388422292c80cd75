import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom, type Seed } from '../random/seeded-random.ts';
import type { Violation } from '../simulate/effect-checks.ts';
import type { Host } from './host.ts';
import type { HostBundle } from './host-bundle.ts';
import { noProgress, type KillProgress } from './kill-progress.ts';
import { PaymentService } from './payment-service.ts';
import { scenarioNames, scenarioOf } from './scenarios.ts';
import { Trial } from './trial.ts';

/** How an episode goes. */
export interface EpisodeOptions {
  readonly bundle: HostBundle;
  readonly seed: Seed;
  /** How many processes die. */
  readonly kills: number;
  /** Executions that are open at any time. */
  readonly open: number;
}

/** What became of an episode. */
export interface EpisodeReport {
  readonly violations: readonly Violation[];
  readonly progress: KillProgress;
}

/** One data folder whose owner is killed again and again, and then left alone until everything has ended. */
export async function playEpisode(options: EpisodeOptions): Promise<EpisodeReport> {
  const episode = new Episode(
    options,
    await PaymentService.open({ random: new SeededRandom(options.seed), slowness: 12 }),
  );
  try {
    return await episode.play();
  } finally {
    await episode.remove();
  }
}

/** Of so many lives, one ends before it is ready. */
const stillborn = 6;

/** A life that gets no request to its service ends after so many milliseconds. */
const idleLife = 400;

class Episode {
  readonly #options: EpisodeOptions;
  readonly #service: PaymentService;
  readonly #random: SeededRandom;
  readonly #root = mkdtempSync(join(tmpdir(), 'baton-kills-'));
  readonly #trial: Trial;
  readonly #met = new Set<string>();
  #progress = noProgress;
  #number = 0;
  #isCalm = false;
  /** Milliseconds from the start of a process until it is ready, as the last one took. */
  #startTime = 150;

  constructor(options: EpisodeOptions, service: PaymentService) {
    this.#options = options;
    this.#service = service;
    this.#random = new SeededRandom(options.seed).branch();
    this.#trial = new Trial({ bundle: options.bundle, folder: join(this.#root, 'data'), service });
  }

  async play(): Promise<EpisodeReport> {
    const customers = Promise.all(Array.from({ length: this.#options.open }, () => this.#orderUntilCalm()));
    for (let kill = 0; kill < this.#options.kills && this.#trial.violations.size === 0; kill += 1) await this.#live();
    this.#isCalm = true;
    const { counts } = await this.#trial.calmDown(customers);
    const resumed = this.#trial.openExecutions.length === 0 ? this.#met.size : 0;
    return { violations: [...this.#trial.violations], progress: { ...this.#progress, ...counts, resumed } };
  }

  async remove(): Promise<void> {
    await this.#service.close();
    rmSync(this.#root, { recursive: true, force: true });
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
    await host.kill();
    const before = this.#trial.openExecutions;
    const { inFlight } = await this.#trial.look(host);
    for (const id of inFlight > 0 ? before : []) this.#met.add(id);
    const { kills, killsAtStart, killsInFlight, killsDuringCalls } = this.#progress;
    this.#progress = {
      ...this.#progress,
      kills: kills + 1,
      killsAtStart: killsAtStart + Number(!wasReady),
      killsInFlight: killsInFlight + Number(inFlight > 0),
      killsDuringCalls: killsDuringCalls + Number(unanswered > 0),
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
    const enough = this.#service.requests + this.#random.between(1, 30);
    await Promise.race([this.#service.arrived(() => this.#service.requests >= enough), sleep(idleLife)]);
    if (this.#random.chance(0.5)) await sleep(this.#random.below(10));
    return true;
  }
}
