import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { home, keys, type Key } from '../../client/keys.ts';
import { Problem } from '../../part/problem.tsx';
import { Text } from '../../part/text.tsx';
import { useWho } from '../../part/use-may.ts';
import { agoText, instantText } from '../../time.ts';
import { NewKeyDialog } from './new-key-dialog.tsx';

/** The keys of the tenant: who has which, when it was last used, and taking it away. */
export function Keys() {
  const [isMaking, setMaking] = useState(false);
  const [tenant, setTenant] = useState('');
  const who = useWho();
  const list = useQuery({ queryKey: ['keys', tenant], queryFn: () => keys.list(tenant) });
  return (
    <section className="card">
      <header className="page">
        <h2>Keys</h2>
        <div className="orders">
          {who?.tenant === home && (
            <input
              type="search"
              aria-label="Keys of the tenant"
              placeholder={`Tenant: ${home}`}
              dir="auto"
              value={tenant}
              onChange={({ target }) => setTenant(target.value.trim())}
            />
          )}
          <button type="button" className="primary" onClick={() => setMaking(true)}>
            New key…
          </button>
        </div>
      </header>
      <Problem error={list.error} />
      <div className="scrolled" tabIndex={0} role="region" aria-label="Keys">
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">User</th>
              <th scope="col">Role</th>
              <th scope="col">Last used</th>
              <th scope="col">Holds until</th>
              <th scope="col">
                <span className="unseen">Orders</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {list.data?.keys.map((key) => (
              <Row key={key.id} one={key} tenant={tenant} />
            ))}
          </tbody>
        </table>
      </div>
      {isMaking && <NewKeyDialog onClose={() => setMaking(false)} />}
    </section>
  );
}

function Row({ one, tenant }: { readonly one: Key; readonly tenant: string }) {
  const queries = useQueryClient();
  const [isSure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: () => keys.revoke(one.id, tenant),
    onSettled: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
  return (
    <tr>
      <td>
        <Text of={one.name} />
        <br />
        <small>
          <code>{one.id}</code>
        </small>
      </td>
      <td>
        <Text of={one.user} />
      </td>
      <td>{one.role}</td>
      <td>{one.usedAt === null ? 'never' : agoText(one.usedAt, Date.now())}</td>
      <td>{validityText(one)}</td>
      <td className="number">
        {one.revokedAt === null && (
          <button
            type="button"
            className="danger"
            onClick={() => (isSure ? revoke.mutate() : setSure(true))}
            onBlur={() => setSure(false)}
          >
            {isSure ? 'Really revoke' : 'Revoke'}
          </button>
        )}
        <Problem error={revoke.error} />
      </td>
    </tr>
  );
}

function validityText({ revokedAt, expiresAt }: Key): string {
  if (revokedAt !== null) return `revoked ${instantText(revokedAt)}`;
  return expiresAt === null ? 'it is revoked' : instantText(expiresAt);
}
