/** The log of a command line: safe to read in a terminal, and nothing stops for it. */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLogFile } from '../src/cli/host/log-file.ts';
import { logOfLine } from '../src/cli/host/log-of-line.ts';

it('a log that cannot be opened is said so at once; one that cannot be written any more stops nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-log-'));
  try {
    expect(() => logOfLine(join(folder, 'nowhere', 'log'))).toThrow('ENOENT');
    // Whatever is written to this device, its disk is full.
    symlinkSync('/dev/full', join(folder, 'full'));
    const failures: string[] = [];
    const write = openLogFile(join(folder, 'full'), ({ message }) => failures.push(message));
    write('lost\n');
    await expect.poll(() => failures).toEqual([expect.stringContaining('ENOSPC')]);
    unlinkSync(join(folder, 'full'));
    await expect
      .poll(() => {
        write('kept\n');
        return readFileSync(join(folder, 'full'), { encoding: 'utf8', flag: 'a+' });
      })
      .toContain('kept');
    expect(failures).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('what somebody put into an address cannot command the terminal that shows the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-log-'));
  try {
    const path = join(folder, 'log');
    const said = {
      at: 0,
      action: 'GET /api/orchestrate/{id}',
      status: 404,
      milliseconds: 1,
      traceId: null,
      spanId: null,
    };
    logOfLine(path)?.request({ ...said, tenant: 'local', user: 'dana', target: 'a\u009B31m\u001B]0;\u202Eb\n"}' });
    await expect.poll(() => readFileSync(path, 'utf8')).toMatch(/\n$/);
    const text = readFileSync(path, 'utf8');
    expect(text.trimEnd()).toMatch(/^[\u0020-\u007E]+$/);
    expect(JSON.parse(text)).toMatchObject({ kind: 'request', target: 'a\u009B31m\u001B]0;\u202Eb\n"}' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
