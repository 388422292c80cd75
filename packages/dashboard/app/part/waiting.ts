import type { WaitingFor } from '../client.ts';
import { instantText } from '../time.ts';

/** What an execution waits for, in one line. */
export function waitingText(waiting: WaitingFor): string {
  switch (waiting.kind) {
    case 'step':
      return `${waiting.what} in ${waiting.task}, attempt ${waiting.attempt}`;
    case 'timer':
      return `${instantText(waiting.until)}, in ${waiting.task}`;
    case 'retry':
      return `attempt ${waiting.attempt} of ${waiting.task} at ${instantText(waiting.until)}: ${waiting.fault.title}`;
    case 'event':
      return `${waiting.types.join(' or ')}, in ${waiting.task}`;
    case 'lock':
      return `the lock ${waiting.key}, for ${waiting.task}`;
    case 'child':
      return `the execution ${waiting.child}, in ${waiting.task}`;
    case 'settlement':
      return `somebody to say what became of ${waiting.step}: ${waiting.reason}`;
    case 'resume':
      return `somebody to resume it: ${waiting.reason}`;
    case 'engine':
      return 'the engine, which is about to go on';
    default:
      return `${waiting.kind} in ${'task' in waiting ? waiting.task : 'it'}`;
  }
}
