/** Runs all hostile programs, one after the other, in a thread whose memory is limited. */
import { parentPort } from 'node:worker_threads';
import { compile, JqLimitError } from '../src/index.ts';
import { HOSTILE } from './hostile-programs.ts';

let ended = 0;
const others: string[] = [];
for (const { program, input = () => null } of HOSTILE) {
  try {
    compile(program).run(input(), {}, () => undefined);
    others.push(program);
  } catch (error) {
    if (JqLimitError.isInstance(error)) ended += 1;
    else others.push(`${program}: ${String(error)}`);
  }
}
parentPort?.postMessage({ ended, others });
