import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../crash/ground.ts';
import type { Host } from '../crash/host.ts';

/** A file system that can be made on an image in a file. */
export type FileSystem = 'ext4' | 'xfs';

/** Bytes of the image: XFS wants that much. Only what is written takes space. */
const imageSize = 320 * 1024 * 1024;

/** How often a busy mount is asked to go away, and how many milliseconds lie between. */
const patience = 1_500;
const pause = 20;

/** A command that the disk is made of failed. */
class DiskCommandError extends Error {
  override readonly name = 'DiskCommandError';
}

/** Why no power can fail here; null when it can. */
export async function powerMissing(fileSystem: FileSystem): Promise<string | null> {
  const reason = 'needs root, loop devices, xfs_io and mkfs';
  try {
    const disk = new MountedDisk(fileSystem);
    await disk.cutPower();
    await disk.remove();
    return null;
  } catch (error) {
    return error instanceof DiskCommandError ? `${reason}: ${error.message}` : reason;
  }
}

/**
 * A real file system on an image, mounted through a loop device. When its power is cut it forgets at once whatever it
 * had not written to the image; mounting it again replays its own log, as after any power failure.
 */
export class MountedDisk {
  readonly #root = mkdtempSync(join(tmpdir(), 'baton-disk-'));
  readonly #image = join(this.#root, 'image');
  readonly path = join(this.#root, 'mounted');

  constructor(fileSystem: FileSystem) {
    try {
      mkdirSync(this.path);
      const descriptor = openSync(this.#image, 'w');
      ftruncateSync(descriptor, imageSize);
      closeSync(descriptor);
      order(`mkfs.${fileSystem}`, ['-q', this.#image]);
      this.#mount();
    } catch (error) {
      rmSync(this.#root, { recursive: true, force: true });
      throw error;
    }
  }

  /** From now on nothing reaches the image. Whoever writes gets an error. */
  cut(): void {
    order('xfs_io', ['-x', '-c', 'shutdown', this.path]);
  }

  /** The power comes back; no process may use the disk any more. */
  async restore(): Promise<void> {
    await this.#unmount();
    this.#mount();
  }

  /** Cuts the power and lets it come back. */
  async cutPower(): Promise<void> {
    this.cut();
    await this.restore();
  }

  async remove(): Promise<void> {
    await this.#unmount();
    rmSync(this.#root, { recursive: true, force: true });
  }

  #mount(): void {
    order('mount', ['-o', 'loop', this.#image, this.path]);
  }

  /** A process that was killed gives its files back a moment later. */
  async #unmount(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return order('umount', [this.path]);
      } catch (error) {
        if (attempt === patience) throw error;
        await sleep(pause);
      }
    }
  }
}

function order(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new DiskCommandError(`${command} failed: ${(stderr ?? 'not found').trim()}`);
}

/** A disk whose power is cut under the process, which is then killed too. */
export async function failingPower(fileSystem: FileSystem): Promise<Ground> {
  const disk = new MountedDisk(fileSystem);
  return {
    folder: join(disk.path, 'data'),
    die: async (host: Host) => {
      // First nobody hears from it any more: what it says after the power has failed is no acknowledgement.
      host.freeze();
      disk.cut();
      await host.kill();
      await disk.restore();
    },
    remove: () => disk.remove(),
  };
}
