import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';

const command = join(import.meta.dirname, '..', '..', 'baton', 'src', 'cli', 'main.ts');

interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
}

async function serve(data: string, port: string): Promise<Serving> {
  const typed = [command, 'serve', '--data', data, '--port', port, '--json'];
  const child = spawn(process.execPath, typed, { stdio: ['ignore', 'pipe', 'inherit'], cwd: data });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, token = '' }: { readonly url: string; readonly token?: string } = JSON.parse(String(line));
  return { child, url, token };
}

it('people stay signed in when the process that serves is killed, and those who signed out stay out', async () => {
  const data = mkdtempSync(join(tmpdir(), 'baton-signed-in-'));
  let serving = await serve(data, '0');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(serving.child, 'exit');
    serving.child.kill(signal);
    await ended;
  };
  try {
    const { url, token } = serving;
    const signIn = async (): Promise<string> => {
      const answer = await fetch(`${url}/api/session`, { method: 'POST', body: JSON.stringify({ token }) });
      return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    };
    const statusFor = async (cookie: string) => (await fetch(`${url}/api/session`, { headers: { cookie } })).status;
    const [stays, leaves] = [await signIn(), await signIn()];
    const left = await fetch(`${url}/api/session`, { method: 'DELETE', headers: { cookie: leaves } });
    expect(left.status).toBe(204);
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      expect([await statusFor(stays), await statusFor(leaves)]).toEqual([200, 401]);
      await end(signal);
      serving = await serve(data, new URL(url).port);
    }
    expect([await statusFor(stays), await statusFor(leaves)]).toEqual([200, 401]);
    // Each sign-in is a write: one key cannot have as many as it likes.
    const another = () => fetch(`${url}/api/session`, { method: 'POST', body: JSON.stringify({ token }) });
    const statuses = (await Promise.all(Array.from({ length: 150 }, another))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(60);
  } finally {
    await end('SIGTERM');
    rmSync(data, { recursive: true });
  }
});
