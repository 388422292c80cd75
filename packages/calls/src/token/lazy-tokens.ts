import type { Authorization, TokenRequest, TokenSource } from '@batonhq/engine';
import { Lazy } from '../lazy.ts';
import type { TokenCache } from './token-cache.ts';

/** Tokens whose client is loaded when the first one is needed. */
export class LazyTokens implements TokenSource {
  readonly #cache = new Lazy(async () => new (await import('./token-cache.ts')).TokenCache());
  #loaded: TokenCache | null = null;

  async token(request: TokenRequest): Promise<Authorization> {
    this.#loaded = await this.#cache.get();
    return this.#loaded.token(request);
  }

  refused(request: TokenRequest, token: string): boolean {
    return this.#loaded?.refused(request, token) ?? false;
  }
}
