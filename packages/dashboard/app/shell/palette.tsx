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
  const [isByHand, setByHand] = useState(false);
  const [, go] = useLocation();
  const places = usePlaces();
  const typed = text.trim();
  const wanted = useDeferredValue(typed);
  const found = useQuery({
    queryKey: ['executions', 'palette', wanted],
    queryFn: () => client.executions({ text: wanted, limit: most }),
    placeholderData: (before) => before,
  });
  const isAnswered = wanted === typed && !found.isPlaceholderData;
  const first = found.data?.executions.find((view) => isAnswered || isNamed(view, typed))?.id;
  useEffect(() => {
    // What was found comes after what was typed, sooner or later: it is what Enter should open, unless somebody chose something else.
    if (!isByHand && typed !== '' && first !== undefined && chosen.startsWith(listing)) setChosen(first);
  }, [isByHand, typed, first, chosen]);
  const leave = (act: () => void): void => {
    onClose();
    act();
  };
  return (
    <Dialog title="Search or go to" onClose={onClose} isBare>
      <Command
        label="Search or go to"
        loop
        value={chosen}
        onValueChange={setChosen}
        onKeyDown={({ key, ctrlKey }) => (key.startsWith('Arrow') || ctrlKey) && setByHand(true)}
      >
        <Command.Input
          dir="auto"
          value={text}
          onValueChange={(typed) => {
            setText(typed);
            setByHand(false);
          }}
          placeholder="A page, an execution by id or name…"
          autoFocus
        />
        <Command.List label="What there is" onPointerMove={() => setByHand(true)}>
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
                text={isAnswered ? typed : ''}
                onSelect={(path) => leave(() => go(path))}
              />
            ))}
            {typed !== '' && (
              <Command.Item
                forceMount
                value={`${listing}${typed}`}
                onSelect={() => leave(() => go(`/?${new URLSearchParams({ text: typed }).toString()}`))}
              >
                <Icon name="search" />
                <span className="grow">
                  All executions with “<bdi>{typed}</bdi>”
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

/** True for an execution that is sure to be among what is found: its name says so before the server does. */
function isNamed({ id, definition: { namespace, name } }: ExecutionView, typed: string): boolean {
  return [id, namespace, name].some((one) => one.toLowerCase().includes(typed.toLowerCase()));
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
