import {
  apiHost,
  createApi,
  KeyStore,
  listen,
  type ApiOptions,
  type Listening,
  type ListenOptions,
} from '@batonhq/server';
import { dashboardPages } from '@batonhq/dashboard';
import type { Owner } from '../folder/owner.ts';

/** How to answer over HTTP. */
export interface ServeOptions extends ListenOptions, Pick<ApiOptions, 'hosts' | 'pace'> {
  /** Told of what went wrong inside while a request was answered. Nothing by default. */
  readonly onError?: (error: unknown) => void;
}

/** An HTTP API that answers. */
export interface Serving extends Listening {
  /** The first key of a folder that had none: an admin's, told this once. */
  readonly firstToken: string | null;
}

const home = 'local';

/** Serves the API of an owner; fulfils when it listens. */
export async function serveApi(owner: Owner, options: ServeOptions = {}): Promise<Serving> {
  const { journal } = owner;
  const engine = await owner.begin();
  const keys = await KeyStore.open(journal.streams, Date.now);
  const pages = dashboardPages();
  const api = createApi(apiHost({ engine, journal, keys }), { ...options, ...(pages !== null && { pages }) });
  const listening = await listen(api, options);
  return { ...listening, firstToken: await firstToken(keys) };
}

/** Without any key nobody could ask for one. */
async function firstToken(keys: KeyStore): Promise<string | null> {
  if (!keys.isEmpty) return null;
  const { token } = await keys.create({ tenant: home, user: home, role: 'admin', name: 'made at the first start' });
  return token;
}
