import { type ChildProcess, spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import { endsWithUs } from '../backend-children.ts';
import type { HostBundle } from './host-bundle.ts';

/** What a process under test is started with. */
export interface HostOptions {
  readonly bundle: HostBundle;
  /** Its data folder. */
  readonly folder: string;
  /** Hosts that it may talk to. */
  readonly allow: readonly string[];
  /** A command that starts it, `strace` with options say. */
  readonly under?: readonly string[];
}

/** The engine stopped because its disk failed: see `host-process.ts`. */
const diskFailed = 70;

/** One life of the process under test. */
export class Host {
  readonly child: ChildProcess;
  /** Fulfils when the process is gone. */
  readonly ended: Promise<void>;
  /** Fulfils with true when commands are welcome, with false when it died before. */
  readonly ready: Promise<boolean>;
  #complaint = '';

  constructor({ bundle, folder, allow, under = [] }: HostOptions) {
    const [command = process.execPath, ...rest] = [...under, process.execPath, bundle.file, folder, ...allow];
    // A process group of its own, so that a tracer does not outlive what it traces, nor the other way round.
    this.child = endsWithUs(
      spawn(command, rest, {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: { ...process.env, ...bundle.environment, NODE_OPTIONS: '' },
        detached: true,
      }),
    );
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-2_000);
    });
    // A pipe to a process that has just died: what was not answered is asked of the next one.
    this.child.on('error', () => undefined);
    this.ended = Promise.all([emitted(this.child, 'exit'), emitted(this.child.stderr, 'close')]).then(() => undefined);
    this.ready = Promise.race([emitted(this.child, 'message').then(() => true), this.ended.then(() => false)]);
  }

  /** Stops it where it is: from now on it does nothing and says nothing, whatever the system still does for it. */
  freeze(): void {
    this.#signal('SIGSTOP');
  }

  /** Ends it without warning. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.ended;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
  }

  /** Lets it finish what is in flight. */
  async close(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }

  /** What it died of by itself; null when it was killed, closed, or its disk failed. */
  get complaint(): string | null {
    const { exitCode, signalCode } = this.child;
    if (signalCode === 'SIGKILL' || exitCode === 0 || exitCode === null || exitCode === diskFailed) return null;
    return `the process ended with ${exitCode ?? signalCode}: ${this.#complaint.trim()}`;
  }
}

/** Unlike `once`, it takes no notice of errors. */
function emitted(emitter: EventEmitter | null, event: string): Promise<void> {
  return new Promise((resolve) => {
    if (emitter === null) resolve();
    else emitter.once(event, () => resolve());
  });
}
