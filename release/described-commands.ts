import { join } from 'node:path';
import type { DescribedCommands } from './cli-pages.ts';
import { must } from './command.ts';
import { root } from './packages.ts';

/** The commands of the command line, as it describes them to tools. */
export function describedCommands(): DescribedCommands {
  const described: DescribedCommands = JSON.parse(
    must(process.execPath, [join(root, 'packages/baton/src/cli/main.ts'), 'help', '--json'], root),
  );
  return described;
}
