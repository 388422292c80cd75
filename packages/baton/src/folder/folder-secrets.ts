import type { Json } from '@batonhq/core';
import {
  environmentSecrets,
  SecretsDamagedError,
  SecretsLockedError,
  SecretStore,
  secretValue,
  UnavailableCallError,
  type Secrets,
  type SecretStoreOptions,
} from '@batonhq/engine';

/** Where secrets come from, besides the store of the folder and the environment. */
export interface FolderSecretOptions {
  /** The key of the store, or its passphrase. */
  readonly key?: string;
  /** Somebody who is asked first; `undefined` passes the question on. */
  readonly lookUp?: (name: string) => Json | undefined;
}

/**
 * The secrets of a folder: asked of whoever was handed in, then of the store, then of the environment. A store that
 * cannot be opened answers for nobody else: the step that asked is held until it can.
 */
export function folderSecrets(dataDir: string, { key, lookUp }: FolderSecretOptions = {}): Secrets {
  const options: SecretStoreOptions = key === undefined ? {} : { key };
  const store = new SecretStore(dataDir, options);
  const environment = environmentSecrets();
  return (name) => lookUp?.(name) ?? stored(store, name) ?? environment(name);
}

function stored(store: SecretStore, name: string): Json | undefined {
  try {
    const text = store.get(name);
    return text === undefined ? undefined : secretValue(text);
  } catch (error) {
    if (error instanceof SecretsLockedError || error instanceof SecretsDamagedError)
      throw new UnavailableCallError(`the secret ${name}: ${error.message}; ${error.hint}`);
    throw error;
  }
}
