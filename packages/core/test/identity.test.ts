/** Who a call says it is: the names of the secrets it shows, wherever it shows them, and never what they are. */
import { expect, it } from 'vitest';
import { identityOfTask } from '../src/execution/identity.ts';
import { programFor, taskAt } from './compiled.ts';

const authentications = { shopping: { bearer: { token: '${ $secrets.shop }' } } };

function identityOf(given: object): string | null {
  const program = programFor({
    use: { secrets: ['shop', 'user', 'odd-name'], authentications },
    do: [{ ask: { call: 'http', with: { method: 'get', ...given } } }],
  });
  return identityOfTask(taskAt(program, 'ask', 'call'));
}

const to = (authentication: object) => ({ endpoint: { uri: 'https://example.com/', authentication } });

it.each([
  ['none without secrets', { endpoint: 'https://example.com/' }, null],
  ['a token', to({ bearer: { token: '${ $secrets.shop }' } }), 'shop'],
  [
    'a user and a password',
    to({ basic: { username: '${ $secrets.user }', password: '${ $secrets.shop }' } }),
    'shop+user',
  ],
  ['a policy that is a secret', to({ basic: { use: 'odd-name' } }), 'odd-name'],
  ['a named policy', to({ use: 'shopping' }), 'shop'],
  ['a header', { endpoint: 'https://example.com/', headers: { key: '${ $secrets["odd-name"] }' } }, 'odd-name'],
])('%s', (_, given, identity) => {
  expect(identityOf(given)).toBe(identity);
});
