import { useState } from 'react';
import { Link } from 'wouter';
import { Dialog } from '../../part/dialog.tsx';
import { Icon } from '../../part/icon.tsx';
import { useViews } from './views.ts';

/** Searches with a name: this one can become one. */
export function ViewsBar({ address }: { readonly address: string }) {
  const { views, save, forget } = useViews();
  const [isNaming, setNaming] = useState(false);
  const current = views.find(({ search }) => search === address);
  if (views.length === 0 && address === '') return null;
  return (
    <div className="views">
      {views.map(({ name, search }) => (
        <Link
          key={name}
          className="badge"
          href={search === '' ? '/' : `/?${search}`}
          aria-current={search === address ? 'true' : undefined}
        >
          <bdi>{name}</bdi>
        </Link>
      ))}
      {current !== undefined && (
        <button type="button" className="quiet" onClick={() => forget(current.name)}>
          <Icon name="close" /> Forget this view
        </button>
      )}
      {current === undefined && address !== '' && (
        <button type="button" className="quiet" onClick={() => setNaming(true)}>
          Save this view
        </button>
      )}
      {isNaming && (
        <NameDialog
          onClose={() => setNaming(false)}
          onName={(name) => {
            save({ name, search: address });
            setNaming(false);
          }}
        />
      )}
    </div>
  );
}

interface NameDialogProps {
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

function NameDialog({ onClose, onName }: NameDialogProps) {
  const [name, setName] = useState('');
  return (
    <Dialog title="Save this view" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onName(name.trim());
        }}
      >
        <label>
          Name
          <input
            dir="auto"
            autoFocus
            required
            maxLength={40}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <p className="facts">Views are kept in this browser. Their address can be sent to anybody.</p>
        <div className="orders">
          <button type="submit">Save</button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
