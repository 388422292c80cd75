/** Parsed patterns to instructions for the matcher. */
import type { Anchor, CharTest, Parsed, Pattern, Range } from './syntax.ts';
import { PatternError } from './syntax.ts';

export type Instruction =
  | { readonly op: 'char'; readonly test: CharTest }
  /** A repeated single character, the commonest loop: it needs no instruction per character. */
  | { readonly op: 'run'; readonly test: CharTest; readonly range: Range }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; target: number }
  /** Remembers the position, or a number, in a register. */
  | { readonly op: 'mark'; readonly register: number }
  | { readonly op: 'reset'; readonly register: number }
  /** The head of a counted loop: enters the body, or leaves to `exit`. */
  | { readonly op: 'loop'; readonly counter: number; readonly range: Range; exit: number }
  /** The end of a loop's body; a body that consumed nothing does not run again. */
  | {
      readonly op: 'again';
      readonly counter: number;
      readonly start: number;
      readonly min: number;
      readonly head: number;
      exit: number;
    }
  | { readonly op: 'anchor'; readonly anchor: Anchor }
  | { readonly op: 'back'; readonly groups: readonly number[]; readonly isFolded: boolean }
  | { readonly op: 'look'; readonly isNegative: boolean; readonly behind: Width | null; exit: number }
  | { readonly op: 'atomic'; exit: number }
  | { readonly op: 'keep' }
  | { readonly op: 'match' };

/** How many code points a pattern may be long. */
export interface Width {
  readonly min: number;
  readonly max: number;
}

export interface Program {
  readonly code: readonly Instruction[];
  /** Two registers for each group and the whole match, then those of loops. */
  readonly registers: number;
  readonly names: readonly (string | null)[];
  /** A match can only begin at the start of the text. */
  readonly isAnchored: boolean;
  /** The code point that every match begins with, if there is one. */
  readonly firstCode: number | null;
}

const MAX_CODE = 20_000;

export function assemble({ pattern, names }: Parsed): Program {
  const assembler = new Assembler(2 * names.length + 2);
  assembler.emit(pattern);
  assembler.add({ op: 'match' });
  return {
    code: assembler.code,
    registers: assembler.registers,
    names,
    isAnchored: firstOf(pattern)?.kind === 'anchor' && isTextStart(firstOf(pattern)),
    firstCode: codeOf(firstOf(pattern)),
  };
}

const isTextStart = (pattern: Pattern | null): boolean => pattern?.kind === 'anchor' && pattern.anchor === 'text-start';

const codeOf = (pattern: Pattern | null): number | null => (pattern?.kind === 'char' ? pattern.code : null);

/** What every match begins with. */
function firstOf(pattern: Pattern): Pattern | null {
  if (pattern.kind === 'group' || pattern.kind === 'atomic') return firstOf(pattern.body);
  if (pattern.kind === 'repeat') return pattern.range.min > 0 ? firstOf(pattern.body) : null;
  if (pattern.kind !== 'sequence') return pattern;
  const [first] = pattern.items;
  return first === undefined ? null : firstOf(first);
}

class Assembler {
  readonly code: Instruction[] = [];
  registers: number;

  constructor(registers: number) {
    this.registers = registers;
  }

  add<T extends Instruction>(instruction: T): T {
    if (this.code.length >= MAX_CODE) throw new PatternError('too big regular expression');
    this.code.push(instruction);
    return instruction;
  }

  emit(pattern: Pattern): void {
    switch (pattern.kind) {
      case 'char':
        this.add({ op: 'char', test: pattern.test });
        return;
      case 'sequence':
        for (const item of pattern.items) this.emit(item);
        return;
      case 'choice':
        this.emitChoice(pattern.options);
        return;
      case 'group':
        this.add({ op: 'mark', register: 2 * pattern.index });
        this.emit(pattern.body);
        this.add({ op: 'mark', register: 2 * pattern.index + 1 });
        return;
      case 'repeat':
        this.emitRepeat(pattern.body, pattern.range);
        return;
      case 'anchor':
        this.add({ op: 'anchor', anchor: pattern.anchor });
        return;
      case 'back':
        this.add({ op: 'back', groups: pattern.groups, isFolded: pattern.isFolded });
        return;
      case 'keep':
        this.add({ op: 'keep' });
        return;
      case 'atomic':
        this.emitEnclosed(this.add({ op: 'atomic', exit: 0 }), pattern.body);
        return;
      case 'look': {
        const behind = pattern.isBehind ? widthOf(pattern.body) : null;
        this.emitEnclosed(this.add({ op: 'look', isNegative: pattern.isNegative, behind, exit: 0 }), pattern.body);
      }
    }
  }

  /** A body that is matched on its own, behind the instruction that does so. */
  private emitEnclosed(head: { exit: number }, body: Pattern): void {
    this.emit(body);
    this.add({ op: 'match' });
    head.exit = this.code.length;
  }

  private emitChoice(options: readonly Pattern[]): void {
    const jumps: { target: number }[] = [];
    for (const [index, option] of options.entries()) {
      const isLast = index === options.length - 1;
      const split = isLast ? null : this.add({ op: 'split', first: this.code.length + 1, second: 0 });
      this.emit(option);
      if (split === null) break;
      jumps.push(this.add({ op: 'jump', target: 0 }));
      split.second = this.code.length;
    }
    for (const jump of jumps) jump.target = this.code.length;
  }

  private emitRepeat(body: Pattern, range: Range): void {
    if (body.kind === 'char') {
      this.add({ op: 'run', test: body.test, range });
      return;
    }
    if (range.max === 0) return;
    const counter = this.registers;
    const start = this.registers + 1;
    this.registers += 2;
    this.add({ op: 'reset', register: counter });
    const head = this.code.length;
    const loop = this.add({ op: 'loop', counter, range, exit: 0 });
    this.add({ op: 'mark', register: start });
    this.emit(body);
    const again = this.add({ op: 'again', counter, start, min: range.min, head, exit: 0 });
    loop.exit = this.code.length;
    again.exit = this.code.length;
  }
}

function widthOf(pattern: Pattern): Width {
  switch (pattern.kind) {
    case 'char':
      return { min: 1, max: 1 };
    case 'sequence':
      return pattern.items
        .map(widthOf)
        .reduce((sum, width) => ({ min: sum.min + width.min, max: sum.max + width.max }), { min: 0, max: 0 });
    case 'choice': {
      const widths = pattern.options.map(widthOf);
      return { min: Math.min(...widths.map(({ min }) => min)), max: Math.max(...widths.map(({ max }) => max)) };
    }
    case 'group':
    case 'atomic':
      return widthOf(pattern.body);
    case 'repeat': {
      const width = widthOf(pattern.body);
      const max = width.max === 0 ? 0 : width.max * pattern.range.max;
      return { min: width.min * pattern.range.min, max: Number.isNaN(max) ? 0 : max };
    }
    case 'back':
      return { min: 0, max: Infinity };
    case 'look':
    case 'anchor':
    case 'keep':
      return { min: 0, max: 0 };
  }
}
