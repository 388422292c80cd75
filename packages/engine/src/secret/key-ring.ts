import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { seal, unseal } from './sealed.ts';
import { SecretsLockedError } from './secrets-locked-error.ts';
import type { StoreContent, Wrapping } from './store-file.ts';
import {
  givenKey,
  keyFolder,
  makeKeyFile,
  newStretching,
  readKey,
  readKeyFile,
  stretch,
  type GivenKey,
  type KeyPlaces,
} from './wrapping-key.ts';

/** What wraps the data key from now on: a file of this user, what wrapped it before, or a key or passphrase. */
export type NewKey = 'own' | 'same' | { readonly key: string };

/** Wraps and unwraps the data key of one store. */
export class KeyRing {
  readonly #store: string;
  readonly #places: KeyPlaces;

  /** `store` is the file it is about, for messages. */
  constructor(store: string, places: KeyPlaces) {
    this.#store = store;
    this.#places = places;
  }

  /** For a new store: under the key that was given, else under one in a file of this user. */
  wrap(dataKey: Buffer, id: string): Wrapping {
    return this.#wrapWith(givenKey(this.#places), { dataKey, id });
  }

  /** For a store that has been there. */
  rewrap(dataKey: Buffer, { id, key: now }: Pick<StoreContent, 'id' | 'key'>, to: NewKey): Wrapping {
    if (typeof to === 'object') return this.#wrapWith(readKey(to.key), { dataKey, id });
    const given = to === 'own' || now.kind === 'file' ? undefined : givenKey(this.#places);
    return this.#wrapWith(given, { dataKey, id });
  }

  /** Throws {@link SecretsLockedError} when the key is missing, or another one. */
  unwrap({ id, key }: Pick<StoreContent, 'id' | 'key'>): Buffer {
    const dataKey = unseal(this.#keyOf(key), key.wrapped, placeOf(id));
    if (dataKey !== null) return dataKey;
    throw new SecretsLockedError(
      `the key does not open ${this.#store}: it is another one, or the file was changed`,
      'give the key that the secrets were set with',
    );
  }

  /** Removes a key file that wraps nothing any more. */
  forget(wrapping: Wrapping): void {
    if (wrapping.kind === 'file') rmSync(join(keyFolder(this.#places.environment), wrapping.file), { force: true });
  }

  #wrapWith(given: GivenKey | undefined, { dataKey, id }: { readonly dataKey: Buffer; readonly id: string }): Wrapping {
    if (given === undefined) {
      const { file, bytes } = makeKeyFile(keyFolder(this.#places.environment), id);
      return { kind: 'file', file, wrapped: seal(bytes, dataKey, placeOf(id)) };
    }
    if (given.kind === 'key') return { kind: 'key', wrapped: seal(given.bytes, dataKey, placeOf(id)) };
    const stretching = newStretching();
    return { kind: 'passphrase', ...stretching, wrapped: seal(stretch(given.text, stretching), dataKey, placeOf(id)) };
  }

  #keyOf(wrapping: Wrapping): Buffer {
    if (wrapping.kind === 'file') return readKeyFile(keyFolder(this.#places.environment), wrapping.file);
    const given = givenKey(this.#places);
    if (given?.kind === 'key' && wrapping.kind === 'key') return given.bytes;
    if (given?.kind === 'passphrase' && wrapping.kind === 'passphrase') return stretch(given.text, wrapping);
    throw new SecretsLockedError(
      `${this.#store} is locked with a ${wrapping.kind}${given === undefined ? '' : `, and a ${given.kind} was given`}`,
      'set BATON_SECRET_KEY to it, or BATON_SECRET_KEY_FILE to a file that has it',
    );
  }
}

/** Where something sealed belongs: the data key without a name, a value with one. */
export function placeOf(store: string, name?: string): string {
  return JSON.stringify(['baton secrets', store, ...(name === undefined ? [] : [name])]);
}
