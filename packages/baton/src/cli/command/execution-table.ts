import type { ExecutionView } from '@batonhq/core';
import { inColourOf, signOf } from '../progress/signs.ts';
import { durationText, instantText } from '../terminal/duration.ts';
import { plainLine } from '../terminal/plain-text.ts';
import { fitWidth, textWidth } from '../terminal/text-width.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Id, state, age and name; on a wide terminal also when it started and how long it took. */
export function tableLines(views: readonly ExecutionView[], { data, symbols }: Terminal): readonly string[] {
  const look = { paint: data.paint, symbols };
  const now = Date.now();
  const idWidth = Math.max(...views.map(({ id }) => textWidth(plainLine(id))));
  const isWide = data.columns >= idWidth + 85;
  const nameWidth = Math.max(10, data.columns - 1 - idWidth - 2 - 11 - 2 - 7 - 2 - (isWide ? 32 : 0));
  return views.map((view) => {
    const { namespace, name, version } = view.definition;
    const phase = inColourOf(view.phase, view.phase.padEnd(9), look);
    const age = durationText(now - view.startedAt).padStart(7);
    const times = `  ${instantText(view.startedAt)}  ${durationText((view.endedAt ?? now) - view.startedAt).padStart(8)}`;
    const title = fitWidth(plainLine(`${namespace}/${name}${isWide ? `:${version}` : ''}`), nameWidth);
    const id = plainLine(view.id).padEnd(idWidth);
    return `${id}  ${signOf(view.phase, look)} ${phase}  ${data.paint.dim(age)}  ${isWide ? title + data.paint.dim(times) : title.trimEnd()}`;
  });
}
