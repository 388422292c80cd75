import { z } from 'zod';
import { isJsonObject } from '../../kernel/json.ts';
import { byKey, choose, strict, type Choice } from './parts.ts';
import { pathTemplate, text, uriTemplate } from './text.ts';

const name = z.string().min(1, 'a name');

/** The policy's properties are in a secret of this name. */
const fromSecret = strict({ use: name });

const credentials = strict({ username: text, password: text });
const token = strict({ token: text });

/** The reference names this scheme and says no more of it; the members are ours. */
const identity = strict({ certificate: text, key: text, passphrase: text.optional() });
const tokenOfParty = strict({ token: text, type: text });

const grant = z.enum([
  'authorization_code',
  'client_credentials',
  'password',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:token-exchange',
]);

const client = strict({
  id: text.optional(),
  secret: text.optional(),
  assertion: text.optional(),
  authentication: z
    .enum(['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'])
    .optional(),
});

const oidc = strict({
  authority: uriTemplate,
  grant,
  client: client.optional(),
  request: strict({
    encoding: z.enum(['application/x-www-form-urlencoded', 'application/json']).optional(),
  }).optional(),
  issuers: z.array(text).optional(),
  scopes: z.array(text).optional(),
  audiences: z.array(text).optional(),
  username: text.optional(),
  password: text.optional(),
  subject: tokenOfParty.optional(),
  actor: tokenOfParty.optional(),
});

const oauth2 = strict({
  ...oidc.shape,
  endpoints: strict({
    token: pathTemplate.optional(),
    revocation: pathTemplate.optional(),
    introspection: pathTemplate.optional(),
  }).optional(),
});

/** Either written here, or `use: <secret>`. */
function orSecret<T>(schema: z.ZodType<T>): z.ZodType<T | z.output<typeof fromSecret>> {
  return choose((value): Choice<T | z.output<typeof fromSecret>> => {
    return isJsonObject(value) && Object.hasOwn(value, 'use') ? { schema: fromSecret } : { schema };
  });
}

const policies = {
  basic: strict({ basic: orSecret(credentials) }),
  bearer: strict({ bearer: orSecret(token) }),
  certificate: strict({ certificate: orSecret(identity) }),
  digest: strict({ digest: orSecret(credentials) }),
  oauth2: strict({ oauth2: orSecret(oauth2) }),
  oidc: strict({ oidc: orSecret(oidc) }),
};

/** How to prove to a service who is calling. */
export const authentication = byKey(policies);

/** The same, or `use: <name>` of one in `use.authentications`. */
export const referableAuthentication = byKey({ ...policies, use: strict({ use: name }) });

/** An authentication policy as written. */
export type Authentication = z.output<typeof authentication>;

/** An authentication policy or the name of one, as written. */
export type ReferableAuthentication = z.output<typeof referableAuthentication>;
