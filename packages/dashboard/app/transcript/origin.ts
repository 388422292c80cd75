import type { Json } from '@batonhq/core';
import type { ToolUse, Turn } from './read.ts';

/** A text that a model had before it when it wrote an argument. */
export interface Source {
  readonly kind: 'mission' | 'context' | 'tool';
  /** What to call it: the tool, for what a tool brought. */
  readonly name: string;
  readonly text: string;
}

/** A value among the arguments of a call, and the first text in which it stood. */
export interface TracedValue {
  /** `to[0].address` */
  readonly path: string;
  readonly value: string;
  /** Null: nobody had said it before, the model wrote it. */
  readonly source: Source | null;
}

/** Shorter texts stand in everything and say nothing. */
const shortest = 3;

/** Everything a model had read before a turn, in the order in which it came. */
export function sourcesBefore(turns: readonly Turn[], turn: Turn): readonly Source[] {
  const earlier = turns.slice(0, Math.max(0, turns.indexOf(turn)));
  return earlier.flatMap((one): readonly Source[] => {
    if (one.kind === 'mission')
      return [
        { kind: 'mission', name: 'the mission', text: plain(one.prompt) },
        ...(one.context === undefined
          ? []
          : [{ kind: 'context' as const, name: 'what was handed over', text: plain(JSON.stringify(one.context)) }]),
      ];
    return one.kind === 'answer' ? one.uses.flatMap(sourceOf) : [];
  });
}

function sourceOf({ tool, output }: ToolUse): readonly Source[] {
  if (output === undefined) return [];
  return [{ kind: 'tool', name: tool, text: plain(typeof output === 'string' ? output : JSON.stringify(output)) }];
}

/** Where the values of a call came from: texts and numbers that say enough to be found again. */
export function originsOf(input: Json, sources: readonly Source[]): readonly TracedValue[] {
  return leavesOf(input, '')
    .filter(({ value }) => value.length >= shortest)
    .map(({ path, value }) => {
      const wanted = plain(value);
      // In texts that were JSON, quotes and line breaks stand escaped.
      const escaped = plain(JSON.stringify(value).slice(1, -1));
      const source = sources.find(({ text }) => text.includes(wanted) || text.includes(escaped)) ?? null;
      return { path, value, source };
    });
}

function leavesOf(value: Json, path: string): readonly { readonly path: string; readonly value: string }[] {
  if (typeof value === 'string') return [{ path, value }];
  if (typeof value === 'number') return [{ path, value: String(value) }];
  if (Array.isArray(value)) return value.flatMap((one, index) => leavesOf(one, `${path}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`));
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
