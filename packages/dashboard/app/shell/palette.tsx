import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useDeferredValue, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { client, type ExecutionView } from '../client.ts';
import { Dialog } from '../part/dialog.tsx';
import { Icon } from '../part/icon.tsx';
import { Phase } from '../part/phase.tsx';
import { Text } from '../part/text.tsx';
import { useTitles } from '../part/titles.ts';
import { prefer, preferenceOf } from './preference.ts';
import { usePlaces } from './use-places.ts';
import '../style/palette.css';

/** How the value of the item begins that shows all that is found as a list. */
const listing = 'list ';

/** Executions at most: more are for their page. */
const most = 8;

/** Goes anywhere by a few letters: pages, executions by id or name, and what can be done from everywhere. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const [, go] = useLocation();
  const places = usePlaces();
  const wanted = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['executions', 'palette', wanted],
    queryFn: () => client.executions({ text: wanted, limit: most }),
    placeholderData: (before) => before,
  });
  const first = found.isPlaceholderData ? undefined : found.data?.executions[0]?.id;
  useEffect(() => {
    // What was found comes after what was typed: it is what Enter should open, unless somebody chose something else.
    if (wanted !== '' && first !== undefined) setChosen((now) => (now.startsWith(listing) ? first : now));
  }, [wanted, first]);
  const leave = (act: () => void): void => {
    onClose();
    act();
  };
  return (
    <Dialog title="Search or go to" onClose={onClose} isBare>
      <Command label="Search or go to" loop value={chosen} onValueChange={setChosen}>
        <Command.Input
          dir="auto"
          value={text}
          onValueChange={setText}
          placeholder="A page, an execution by id or name…"
          autoFocus
        />
        <Command.List label="What there is">
          <Command.Empty>Nothing is called like that.</Command.Empty>
          <Command.Group heading="Pages">
            {places.map(({ path, name, icon, key }) => (
              <Command.Item key={path} value={`page ${name}`} onSelect={() => leave(() => go(path))}>
                <Icon name={icon} />
                <span className="grow">{name}</span>
                <kbd>g {key}</kbd>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Executions">
            {found.data?.executions.map((view) => (
              <Item
                key={view.id}
                view={view}
                text={found.isPlaceholderData ? '' : wanted}
                onSelect={(path) => leave(() => go(path))}
              />
            ))}
            {wanted !== '' && (
              <Command.Item
                forceMount
                value={`${listing}${wanted}`}
                onSelect={() => leave(() => go(`/?${new URLSearchParams({ text: wanted }).toString()}`))}
              >
                <Icon name="search" />
                <span className="grow">
                  All executions with “<bdi>{wanted}</bdi>”
                </span>
              </Command.Item>
            )}
          </Command.Group>
          <Actions onDone={onClose} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

interface ItemProps {
  readonly view: ExecutionView;
  readonly text: string;
  readonly onSelect: (path: string) => void;
}

/** The server found it by more than what is shown, so what was looked for counts as one of its names. */
function Item({ view, text, onSelect }: ItemProps) {
  const { id, definition, phase, substate } = view;
  const title = useTitles()(definition);
  return (
    <Command.Item
      value={id}
      keywords={[definition.namespace, definition.name, title, text]}
      onSelect={() => onSelect(`/executions/${encodeURIComponent(id)}`)}
    >
      <Phase phase={phase} substate={substate} />
      <span className="grow">
        <Text of={title} />
      </span>
      <code>{id}</code>
    </Command.Item>
  );
}

function Actions({ onDone }: { readonly onDone: () => void }) {
  const actions = [
    { name: 'Dark colours', act: () => prefer('theme', 'dark') },
    { name: 'Light colours', act: () => prefer('theme', 'light') },
    { name: 'Colours of the system', act: () => prefer('theme', 'system') },
    {
      name: preferenceOf('direction') === 'rtl' ? 'Lay pages out left to right' : 'Lay pages out right to left',
      act: () => prefer('direction', preferenceOf('direction') === 'rtl' ? 'ltr' : 'rtl'),
    },
    { name: 'Sign out', act: () => void client.signOut().then(() => window.location.assign('/')) },
  ];
  return (
    <Command.Group heading="Actions">
      {actions.map(({ name, act }) => (
        <Command.Item
          key={name}
          value={`action ${name}`}
          onSelect={() => {
            onDone();
            act();
          }}
        >
          <span className="grow">{name}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
