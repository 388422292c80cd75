import type { ReadStream } from 'node:tty';

const [enter, feed, interrupt, end, erase, back] = ['\r', '\n', '\u0003', '\u0004', '\u007f', '\b'];

/** A terminal that letters come from without being shown. */
type Keyboard = Pick<ReadStream, 'setRawMode' | 'setEncoding' | 'resume' | 'pause' | 'on' | 'off'>;

/** Ctrl-C instead of an answer. */
export class NothingTypedError extends Error {
  override readonly name = 'UsageError';
  readonly hint = 'type it, or give it on standard input';
}

/** Asks for something that must not be seen: nothing of what is typed is shown. Throws when Ctrl-C comes instead. */
export async function askHidden(
  question: string,
  { keyboard, write }: { readonly keyboard: Keyboard; readonly write: (text: string) => unknown },
): Promise<string> {
  write(`${question}: `);
  keyboard.setRawMode(true);
  keyboard.setEncoding('utf8');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let typed = '';
  const hear = (letters: string): void => {
    for (const letter of letters) {
      if (letter === enter || letter === feed || letter === end) return resolve(typed);
      if (letter === interrupt) return reject(new NothingTypedError('nothing was typed'));
      if (letter === erase || letter === back) typed = typed.replace(/.$/su, '');
      else typed += letter;
    }
  };
  keyboard.on('data', hear);
  keyboard.resume();
  try {
    return await promise;
  } finally {
    keyboard.off('data', hear);
    keyboard.setRawMode(false);
    keyboard.pause();
    write('\n');
  }
}
