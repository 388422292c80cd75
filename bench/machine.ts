import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

/** What a stranger needs to know about the machine; nothing that names it. */
export function describeMachine(): Readonly<Record<string, string>> {
  const processors = cpus();
  const [load = 0] = loadavg();
  return {
    processors: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release().split('-')[0]} ${process.arch}`,
    'file system': fileSystemType(),
    node: process.versions.node,
    sqlite: process.versions['sqlite'] ?? 'unknown',
    'load before the start': `${load.toFixed(2)}${load > 0.5 ? ' (not quiet: the figures are rough)' : ''}`,
  };
}

function fileSystemType(): string {
  try {
    return execFileSync('stat', ['-f', '-c', '%T', import.meta.dirname], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
