import type { Commanding } from '../../folder/doors.ts';
import { openToCommand } from '../../folder/open-to-command.ts';
import type { Action } from '../argument/command-specification.ts';
import { dataDirOf } from '../argument/data-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { publishDefinitions } from '../host/publish-definitions.ts';
import { instantText } from '../terminal/duration.ts';
import { plainJson, plainLine } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { validDefinition } from './valid-definition.ts';

/** `baton define FILE`. */
export const define: Action = async (typed, terminal) => {
  const file = await validDefinition(typed.positionals[0] ?? '', terminal);
  const folder = await openToCommand(dataDirOf(typed));
  try {
    for (const { namespace, name, version, hash } of await publishDefinitions([file], folder.door, terminal)) {
      if (terminal.json) terminal.data.line(plainJson({ namespace, name, version, hash }));
      await tellSchedule(`${namespace}/${name}`, folder.door, terminal);
    }
  } finally {
    await folder.close();
  }
  return exitCodes.ok;
};

/** Whoever publishes a definition with a schedule has started something: that is worth a line. */
async function tellSchedule(id: string, { schedules }: Commanding, { talk }: Terminal): Promise<void> {
  const found = (await schedules.list()).find((schedule) => schedule.id === id);
  if (found === undefined) return;
  const when = found.nextAt === null ? '' : `, next ${instantText(found.nextAt)}`;
  talk.line(plainLine(found.phase === 'paused' ? `${id} is paused` : `${id} starts by itself${when}`));
}
