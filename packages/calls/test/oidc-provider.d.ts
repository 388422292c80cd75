/** The part of `oidc-provider` that the tests use; the package brings no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface Client {
    readonly clientId: string;
  }

  interface Context {
    body: unknown;
    readonly oidc?: { readonly params?: Readonly<Record<string, string>>; readonly client?: Client };
  }

  interface SavedToken {
    readonly clientId: string;
    readonly isValid: boolean;
  }

  interface TokenKind {
    new (about: object): { readonly expiration: number; save(): Promise<string> };
    find(token: string): Promise<SavedToken | undefined>;
  }

  export type Middleware = (context: Context, next: () => Promise<void>) => Promise<void>;

  export default class Provider {
    constructor(issuer: string, configuration: object);
    readonly ClientCredentials: TokenKind;
    readonly AccessToken: TokenKind;
    readonly RefreshToken: TokenKind;
    readonly Grant: new (about: object) => { addOIDCScope(scope: string): void; save(): Promise<string> };
    registerGrantType(name: string, handler: Middleware, parameters: readonly string[]): void;
    use(middleware: Middleware): void;
    callback(): RequestListener;
  }

  export const errors: { readonly InvalidGrant: new (detail: string) => Error };
}
