import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { client, type Who } from '../client.ts';
import { approvals } from '../client/approvals.ts';
import { Icon } from '../part/icon.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { useKeys } from './keys.ts';
import { LostServer } from './lost-server.tsx';
import { placeOf } from './places.ts';
import { usePlaces } from './use-places.ts';
import '../style/shell.css';

const palette = async () => ({ default: (await import('./palette.tsx')).Palette });
const Palette = lazy(palette);

/** When the palette is fetched, wanted or not: what is typed into it should not have to wait. */
const soon = 1_500;

/** How often the number of open questions is looked at on every page. */
const often = 10_000;

type Open = 'palette' | 'help' | null;

/** What stands around every page: where one can go, and the keys for it. */
export function Shell({ who, children }: { readonly who: Who; readonly children: ReactNode }) {
  const [location, go] = useLocation();
  const [open, setOpen] = useState<Open>(null);
  const [isMenu, setMenu] = useState(false);
  const places = usePlaces();
  useEffect(() => {
    setMenu(false);
    const place = placeOf(location);
    document.title = place === undefined ? 'Baton' : `${place.name} · Baton`;
  }, [location]);
  useEffect(() => {
    // One that could not be fetched is fetched again when it is wanted, and says so then.
    const timer = setTimeout(() => void palette().catch(() => undefined), soon);
    return () => clearTimeout(timer);
  }, []);
  useKeys({
    '?': () => setOpen('help'),
    '/': focusSearch,
    ...Object.fromEntries(places.map(({ key, path }) => [`g ${key}`, () => go(path)])),
  });
  usePaletteKey(() => setOpen((before) => (before === 'palette' ? null : 'palette')));
  return (
    <div className={isMenu ? 'shell with-menu' : 'shell'}>
      <a className="skip" href="#page">
        To the page
      </a>
      <div className="side">
        <div className="brand">
          <strong>Baton</strong>
          <button
            type="button"
            className="quiet icon-only menu"
            aria-label="Menu"
            aria-expanded={isMenu}
            onClick={() => setMenu(!isMenu)}
          >
            <Icon name={isMenu ? 'close' : 'menu'} />
          </button>
        </div>
        <button type="button" className="jump" onClick={() => setOpen('palette')}>
          <Icon name="search" />
          <span className="grow">Search…</span>
          <kbd>Ctrl K</kbd>
        </button>
        <nav aria-label="Pages">
          {places.map(({ path, name, icon }) => (
            <Link key={path} href={path} aria-current={placeOf(location)?.path === path ? 'page' : undefined}>
              <Icon name={icon} />
              <span className="grow">{name}</span>
              {path === '/approvals' && <Waiting />}
            </Link>
          ))}
        </nav>
        <Person who={who} onHelp={() => setOpen('help')} />
      </div>
      <div id="page" tabIndex={-1}>
        <LostServer />
        {children}
      </div>
      {open === 'help' && <HelpSheet onClose={() => setOpen(null)} />}
      {open === 'palette' && (
        <Suspense fallback={null}>
          <Palette onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** How many questions wait for an answer. */
function Waiting() {
  const list = useQuery({ queryKey: ['approvals'], queryFn: approvals.list, refetchInterval: often });
  const count = list.data?.approvals.length ?? 0;
  if (count === 0) return null;
  return (
    <span className="count">
      {count}
      <span className="unseen"> waiting</span>
    </span>
  );
}

function Person({ who, onHelp }: { readonly who: Who; readonly onHelp: () => void }) {
  return (
    <div className="person">
      <p>
        <bdi>{who.user}</bdi>
        <small>
          {who.role} in <bdi>{who.tenant}</bdi>
        </small>
      </p>
      <button type="button" className="quiet" onClick={onHelp} aria-label="Keys">
        ?
      </button>
      <button
        type="button"
        className="quiet"
        onClick={() => void client.signOut().then(() => window.location.assign('/'))}
      >
        Sign out
      </button>
    </div>
  );
}

/** The one combination that also works while somebody writes. */
function usePaletteKey(toggle: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
}

function focusSearch(): void {
  const field = document.querySelector('main input[type="search"]');
  if (field instanceof HTMLInputElement) field.focus();
}
