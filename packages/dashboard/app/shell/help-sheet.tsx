import { Dialog } from '../part/dialog.tsx';
import { usePlaces } from './use-places.ts';

const lists: readonly (readonly [keys: string, meaning: string])[] = [
  ['j', 'the next one in a list'],
  ['k', 'the one before'],
  ['Enter', 'open it'],
  ['x', 'choose it'],
  ['/', 'to the search field'],
  ['Esc', 'close what is open'],
  ['p', 'pause an execution, or let it go on'],
  ['b', 'branch an execution off'],
];

/** All keys there are. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const places = usePlaces();
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="sheet">
        <dl>
          <Key keys="Ctrl K" meaning="search, and go anywhere" />
          {lists.map(([keys, meaning]) => (
            <Key key={keys} keys={keys} meaning={meaning} />
          ))}
          <Key keys="?" meaning="this sheet" />
        </dl>
        <dl>
          {places.map(({ key, name }) => (
            <Key key={key} keys={`g ${key}`} meaning={name} />
          ))}
        </dl>
      </div>
    </Dialog>
  );
}

function Key({ keys, meaning }: { readonly keys: string; readonly meaning: string }) {
  return (
    <div>
      <dt>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{meaning}</dd>
    </div>
  );
}
