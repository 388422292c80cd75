import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { errors, type Middleware } from 'oidc-provider';
import { onTestFinished } from 'vitest';

/** An authority as `oidc-provider` makes one, on loopback for the time of a test. */
export interface Authority {
  readonly host: string;
  readonly issuer: string;
  /** What clients asked of the token endpoint, as `grant client`. */
  readonly asked: string[];
  /** The client of a token, when it is good. */
  clientOf(token: string): Promise<string | undefined>;
}

/** Starts an authority whose tokens live for so many seconds. */
export async function authority({ life = 600 }: { readonly life?: number } = {}): Promise<Authority> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const asked: string[] = [];
  const provider = new Provider(issuer, {
    clients: [
      client('post', 'client_secret_post'),
      client('basic', 'client_secret_basic'),
      client('jwt', 'client_secret_jwt'),
    ],
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'client_secret_jwt'],
    ttl: { ClientCredentials: life, AccessToken: life, RefreshToken: 3_600, Grant: 3_600 },
    scopes: ['api', 'offline_access'],
  });
  provider.registerGrantType('password', passwordGrant(provider), ['username', 'password', 'scope']);
  provider.use(async (context, next) => {
    await next();
    const { params, client: by } = context.oidc ?? {};
    if (params?.['grant_type'] !== undefined) asked.push(`${params['grant_type']} ${by?.clientId ?? 'nobody'}`);
  });
  server.on('request', provider.callback());
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    host: `127.0.0.1:${port}`,
    issuer,
    asked,
    async clientOf(token) {
      const found = (await provider.ClientCredentials.find(token)) ?? (await provider.AccessToken.find(token));
      return found?.isValid === true ? found.clientId : undefined;
    },
  };
}

function client(id: string, method: 'client_secret_post' | 'client_secret_basic' | 'client_secret_jwt') {
  return {
    client_id: id,
    client_secret: `${id}-Secret-that-is-long-enough-for-HMAC`,
    token_endpoint_auth_method: method,
    grant_types: ['client_credentials', 'password', 'refresh_token'],
    redirect_uris: [],
    response_types: [],
  };
}

/** The grant that OAuth dropped and the workflow language still has: one user, with tokens to renew. */
function passwordGrant(provider: Provider): Middleware {
  return async (context) => {
    const { params, client: by } = context.oidc ?? {};
    if (by === undefined || params?.['username'] !== 'ada' || params['password'] !== 'l0velace!')
      throw new errors.InvalidGrant('wrong password');
    const grant = new provider.Grant({ clientId: by.clientId, accountId: 'ada' });
    grant.addOIDCScope('api');
    const about = { accountId: 'ada', client: by, grantId: await grant.save(), scope: 'api', gty: 'password' };
    const access = new provider.AccessToken({ ...about, claims: {}, sessionUid: 's', expiresWithSession: false });
    const refresh = new provider.RefreshToken({
      ...about,
      authTime: 1,
      claims: {},
      sessionUid: 's',
      expiresWithSession: false,
    });
    context.body = {
      access_token: await access.save(),
      refresh_token: await refresh.save(),
      expires_in: access.expiration,
      token_type: 'Bearer',
      scope: 'api',
    };
  };
}
