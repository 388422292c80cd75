import { openToCommand } from '../../folder/open-to-command.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { publishDefinitions } from '../host/publish-definitions.ts';
import { plainJson } from '../terminal/plain-text.ts';
import { validDefinition } from './valid-definition.ts';

/** `baton define FILE`. */
export const define: Action = async (typed, terminal) => {
  const file = await validDefinition(typed.positionals[0] ?? '', terminal);
  const folder = await openToCommand(dataDirOf(typed));
  try {
    for (const { namespace, name, version, hash } of await publishDefinitions([file], folder.door, terminal)) {
      if (terminal.json) terminal.data.line(plainJson({ namespace, name, version, hash }));
    }
  } finally {
    await folder.close();
  }
  return exitCodes.ok;
};
