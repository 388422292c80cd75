/**
 * A backtracking matcher with an explicit stack, so that no text and no pattern can exhaust the host's, and with fuel,
 * so that none can keep it busy: every instruction and every character of a run is paid for.
 *
 * The stack holds entries of four numbers. (B) a branch: where to go on, from which position. (U) an undo: what a
 * register held before. (G) a greedy run that may give characters back, (L) a lazy one that may take more.
 */
import type { Run } from '../machine/run.ts';
import { JqLimitError } from '../errors/jq-limit-error.ts';
import { matchesAnchor } from './anchors.ts';
import { fold } from './classes.ts';
import type { Instruction, Program } from './program.ts';
import type { CharTest } from './syntax.ts';

export interface Search {
  readonly text: string;
  /** Prefers the longest match to the first. */
  readonly isLongest: boolean;
  readonly isNotEmpty: boolean;
}

const BRANCH = 0;
const UNDO = 1;
const GREEDY = 2;
const LAZY = 3;

const FAILED = -1;
/** Instructions for one step of fuel. */
const TICKS_PER_STEP = 2;
const BATCH = 1024;

const lengthOf = (registers: readonly number[] | null): number =>
  registers === null ? -1 : (registers[1] ?? 0) - (registers[0] ?? 0);

export class Matcher {
  private readonly program: Program;
  private readonly code: readonly Instruction[];
  private readonly query: Search;
  private readonly text: string;
  private readonly run: Run;
  private registers: number[];
  private readonly stack: number[] = [];
  private readonly maxStack: number;
  private ticks = 0;
  /** Where the search began; `\G` matches there. */
  private from = 0;

  constructor(program: Program, query: Search, run: Run) {
    this.program = program;
    this.code = program.code;
    this.query = query;
    this.text = query.text;
    this.run = run;
    this.registers = [];
    this.maxStack = run.limits.bytes >> 4;
  }

  /**
   * Finds the first match from a position on, or the longest of all when that is asked for; answers with the registers,
   * of which each pair is the start and end of a group.
   */
  find(from: number): readonly number[] | null {
    let longest: readonly number[] | null = null;
    this.from = from;
    for (let start = this.skipTo(from); start !== FAILED; start = this.skipTo(this.after(start))) {
      const registers = this.matchAt(start);
      if (registers !== null && !this.query.isLongest) return registers;
      if (registers !== null && lengthOf(registers) > lengthOf(longest)) longest = registers;
      if (this.program.isAnchored) break;
    }
    return longest;
  }

  /** The next position at which a match can begin. */
  private skipTo(start: number): number {
    const { firstCode } = this.program;
    if (start > this.text.length) return FAILED;
    if (firstCode === null) return start;
    const found = this.text.indexOf(String.fromCodePoint(firstCode), start);
    this.run.read((found < 0 ? this.text.length : found) - start);
    return found;
  }

  private matchAt(start: number): readonly number[] | null {
    this.stack.length = 0;
    this.registers = new Array<number>(this.program.registers).fill(FAILED);
    this.registers[0] = start;
    this.spend(1);
    const end = this.execute(0, start, { isOutermost: true, requiredEnd: FAILED });
    if (end === FAILED) return null;
    this.registers[1] = end;
    return this.registers;
  }

  /** The position behind the character at a position. */
  private after(position: number): number {
    const code = this.text.charCodeAt(position);
    const isPair = code >= 0xd800 && code < 0xdc00 && (this.text.codePointAt(position) ?? 0) > 0xffff;
    return position + (isPair ? 2 : 1);
  }

  private before(position: number): number {
    const isPair = position >= 2 && (this.text.codePointAt(position - 2) ?? 0) > 0xffff;
    return position - (isPair ? 2 : 1);
  }

  private spend(ticks: number): void {
    this.ticks += ticks;
    if (this.ticks >= BATCH) {
      this.run.spend(Math.ceil(this.ticks / TICKS_PER_STEP));
      this.ticks = 0;
    }
  }

  private push(kind: number, a: number, b: number): void {
    this.stack.push(kind, a, b, 0);
    if (this.stack.length > this.maxStack) throw new JqLimitError('bytes', this.run.limits.bytes);
  }

  private set(register: number, value: number): void {
    this.push(UNDO, register, this.registers[register] ?? FAILED);
    this.registers[register] = value;
  }

  /** Runs instructions up to a match; answers with its end. Leaves only undo entries on the stack above its base. */
  private execute(entry: number, start: number, goal: Goal): number {
    const base = this.stack.length;
    let best = FAILED;
    let bestRegisters: number[] | null = null;
    let pc = entry;
    let position = start;
    for (;;) {
      this.spend(1);
      const instruction = this.code[pc];
      if (instruction === undefined || instruction.op === 'match') {
        if (this.isAccepted(position, goal)) {
          if (!goal.isOutermost || !this.query.isLongest) return this.commit(base, position);
          if (position > best) {
            best = position;
            bestRegisters = [...this.registers];
          }
        }
        position = FAILED;
      } else {
        position = this.step(instruction, pc, position);
      }
      if (position === FAILED) {
        position = this.backtrack(base);
        if (position === FAILED) break;
      }
      pc = this.next;
    }
    if (bestRegisters !== null) this.registers = bestRegisters;
    return best;
  }

  private isAccepted(position: number, goal: Goal): boolean {
    if (goal.requiredEnd !== FAILED && position !== goal.requiredEnd) return false;
    return !(goal.isOutermost && this.query.isNotEmpty && position === this.registers[0]);
  }

  /** Where the machine goes on after `step` or `backtrack`. */
  private next = 0;

  /** Performs an instruction; answers with the position after it, or FAILED. */
  private step(instruction: Exclude<Instruction, { op: 'match' }>, pc: number, position: number): number {
    this.next = pc + 1;
    switch (instruction.op) {
      case 'char':
        return this.char(instruction.test, position);
      case 'run':
        return this.runOf(instruction, pc, position);
      case 'split':
        this.push(BRANCH, instruction.second, position);
        this.next = instruction.first;
        return position;
      case 'jump':
        this.next = instruction.target;
        return position;
      case 'mark':
        this.set(instruction.register, position);
        return position;
      case 'reset':
        this.set(instruction.register, 0);
        return position;
      case 'loop':
        return this.loop(instruction, pc, position);
      case 'again':
        return this.again(instruction, position);
      case 'anchor':
        return matchesAnchor(instruction.anchor, { text: this.text, position, searchStart: this.from })
          ? position
          : FAILED;
      case 'back':
        return this.backReference(instruction, position);
      case 'look':
        return this.look(instruction, pc, position);
      case 'atomic':
        return this.atomic(instruction, pc, position);
      case 'keep':
        this.set(0, position);
        return position;
    }
  }

  private char(test: CharTest, position: number): number {
    const code = this.text.codePointAt(position);
    if (code === undefined || !test(code)) return FAILED;
    return position + (code > 0xffff ? 2 : 1);
  }

  private runOf({ test, range }: Instruction & { op: 'run' }, pc: number, start: number): number {
    let position = start;
    let least = start;
    const limit = range.isGreedy ? range.max : range.min;
    for (let count = 0; count < limit; count += 1) {
      const next = this.char(test, position);
      if (next === FAILED) {
        if (count < range.min) return FAILED;
        break;
      }
      position = next;
      if (count + 1 === range.min) least = position;
      this.spend(1);
    }
    if (range.isGreedy && position > least) {
      this.stack.push(GREEDY, pc, position, least);
    } else if (!range.isGreedy && range.max > range.min) {
      this.stack.push(LAZY, pc, position, range.max - range.min);
    }
    return position;
  }

  private loop({ counter, range, exit }: Instruction & { op: 'loop' }, pc: number, position: number): number {
    const count = this.registers[counter] ?? 0;
    if (count < range.min) return position;
    if (count >= range.max) this.next = exit;
    else if (range.isGreedy) this.push(BRANCH, exit, position);
    else {
      this.push(BRANCH, pc + 1, position);
      this.next = exit;
    }
    return position;
  }

  private again(instruction: Instruction & { op: 'again' }, position: number): number {
    const count = (this.registers[instruction.counter] ?? 0) + 1;
    this.set(instruction.counter, count);
    const isStuck = this.registers[instruction.start] === position && count >= instruction.min;
    this.next = isStuck ? instruction.exit : instruction.head;
    return position;
  }

  /** The group matched last among those of the name. */
  private backReference({ groups, isFolded }: Instruction & { op: 'back' }, position: number): number {
    for (const group of groups.toReversed()) {
      const from = this.registers[2 * group] ?? FAILED;
      const upto = this.registers[2 * group + 1] ?? FAILED;
      if (from < 0 || upto < from) continue;
      const wanted = this.text.slice(from, upto);
      const found = this.text.slice(position, position + wanted.length);
      this.spend(wanted.length);
      return found === wanted || (isFolded && isSameFolded(found, wanted)) ? position + wanted.length : FAILED;
    }
    return FAILED;
  }

  private atomic({ exit }: Instruction & { op: 'atomic' }, pc: number, position: number): number {
    const end = this.execute(pc + 1, position, INNER);
    this.next = exit;
    return end;
  }

  private look({ isNegative, behind, exit }: Instruction & { op: 'look' }, pc: number, position: number): number {
    const saved = isNegative ? [...this.registers] : null;
    const height = this.stack.length;
    const found =
      behind === null ? this.execute(pc + 1, position, INNER) !== FAILED : this.lookBehind(pc + 1, position, behind);
    if (saved !== null) {
      this.registers = saved;
      this.stack.length = height;
    }
    this.next = exit;
    return found === isNegative ? FAILED : position;
  }

  private lookBehind(entry: number, position: number, width: { min: number; max: number }): boolean {
    let start = position;
    for (let length = 0; length <= width.max; length += 1) {
      const isLongEnough = length >= width.min;
      if (isLongEnough && this.execute(entry, start, { isOutermost: false, requiredEnd: position }) !== FAILED)
        return true;
      if (start === 0) return false;
      start = this.before(start);
      this.spend(1);
    }
    return false;
  }

  /** Accepts what an enclosed match found: its branches are given up, its undo entries stay for what encloses it. */
  private commit(base: number, position: number): number {
    const { stack } = this;
    let kept = base;
    for (let index = base; index < stack.length; index += 4) {
      if (stack[index] !== UNDO) continue;
      for (let offset = 0; offset < 4; offset += 1) stack[kept + offset] = stack[index + offset] ?? 0;
      kept += 4;
    }
    this.spend((stack.length - base) >> 2);
    stack.length = kept;
    return position;
  }

  /** Takes back what was done since the last branch, down to a height of the stack; answers with the position there. */
  private backtrack(base: number): number {
    const { stack } = this;
    while (stack.length > base) {
      const extra = stack.pop() ?? 0;
      const b = stack.pop() ?? 0;
      const a = stack.pop() ?? 0;
      const kind = stack.pop() ?? BRANCH;
      if (kind === UNDO) {
        this.registers[a] = b;
        continue;
      }
      if (kind === BRANCH) {
        this.next = a;
        return b;
      }
      const position = kind === GREEDY ? this.giveBack(a, b, extra) : this.takeMore(a, b, extra);
      if (position !== FAILED) return position;
    }
    return FAILED;
  }

  private giveBack(pc: number, end: number, least: number): number {
    const position = this.before(end);
    if (position > least) this.stack.push(GREEDY, pc, position, least);
    this.next = pc + 1;
    return position;
  }

  private takeMore(pc: number, end: number, left: number): number {
    const instruction = this.code[pc];
    if (instruction?.op !== 'run') return FAILED;
    const position = this.char(instruction.test, end);
    if (position === FAILED) return FAILED;
    if (left > 1) this.stack.push(LAZY, pc, position, left - 1);
    this.next = pc + 1;
    return position;
  }
}

interface Goal {
  readonly isOutermost: boolean;
  /** Where the match has to end; FAILED when that does not matter. */
  readonly requiredEnd: number;
}

const INNER: Goal = { isOutermost: false, requiredEnd: FAILED };

function isSameFolded(left: string, right: string): boolean {
  const codes = [...right];
  return (
    left.length === right.length &&
    [...left].every((char, index) => fold(char.codePointAt(0) ?? 0) === fold(codes[index]?.codePointAt(0) ?? 0))
  );
}
