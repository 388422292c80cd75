import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../client.ts';
import { home, keys, roles, type NewKey } from '../../client/keys.ts';
import { Copyable } from '../../part/copyable.tsx';
import { Dialog } from '../../part/dialog.tsx';
import { Problem } from '../../part/problem.tsx';

const dayLength = 86_400_000;

/** Makes a key, and shows its token this once. */
export function NewKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [user, setUser] = useState('');
  const [role, setRole] = useState<NewKey['role']>('viewer');
  const [days, setDays] = useState('90');
  const [tenant, setTenant] = useState('');
  const who = useQuery({ queryKey: ['who'], queryFn: client.who, staleTime: Infinity });
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: () =>
      keys.make({
        name,
        user,
        role,
        ...(tenant !== '' && { tenant }),
        ...(days !== '' && { expiresAt: Date.now() + Number(days) * dayLength }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (make.data !== undefined)
    return (
      <Dialog title="The key" onClose={onClose}>
        <p>It is shown this once: the server keeps only what recognises it.</p>
        <Copyable text={make.data.token} />
        <div className="orders">
          <button type="button" className="primary" onClick={onClose}>
            I have it
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title="New key" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <label>
          What it is for
          <input required autoFocus dir="auto" value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <div className="pair">
          <label>
            User
            <input required dir="auto" value={user} onChange={({ target }) => setUser(target.value)} />
          </label>
          <label>
            Role
            <select
              value={role}
              onChange={({ target }) => setRole(roles.find((one) => one === target.value) ?? 'viewer')}
            >
              {roles.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
          <label>
            Days it holds
            <input type="number" min={1} value={days} onChange={({ target }) => setDays(target.value)} />
          </label>
        </div>
        {who.data?.tenant === home && (
          <label>
            Tenant; empty: {home}
            <input dir="auto" value={tenant} onChange={({ target }) => setTenant(target.value.trim())} />
          </label>
        )}
        <Problem error={make.error} />
        <div className="orders">
          <button type="submit" disabled={make.isPending}>
            Make it
          </button>
          <button type="button" onClick={onClose}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
