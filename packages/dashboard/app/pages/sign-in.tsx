import { useState } from 'react';
import { client, type Who } from '../client.ts';

/** Asks for a key. The page forgets it: the server keeps the session. */
export function SignIn({ onDone }: { readonly onDone: (who: Who) => void }) {
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState('');
  return (
    <main className="sign-in">
      <h1>Baton</h1>
      <p>
        <code>baton serve</code> shows an admin key at the first start of a folder. Admins make more under Settings.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          client
            .signIn(token.trim())
            .then(onDone, (error: unknown) =>
              setProblem(error instanceof Error ? error.message : 'the server did not answer'),
            );
        }}
      >
        <label>
          Key
          <input
            type="password"
            autoComplete="off"
            required
            autoFocus
            value={token}
            onChange={({ target }) => setToken(target.value)}
            placeholder="baton_…"
          />
        </label>
        <button type="submit">Sign in</button>
        {problem !== '' && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
      </form>
    </main>
  );
}
