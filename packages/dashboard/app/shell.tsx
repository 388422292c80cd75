import { useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { client, type Who } from './client.ts';

const places = [
  { path: '/', name: 'Executions' },
  { path: '/start', name: 'Start' },
  { path: '/approvals', name: 'Approvals' },
];

type Theme = 'light' | 'dark' | 'system';
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** What stands around every page. */
export function Shell({ who, children }: { readonly who: Who; readonly children: ReactNode }) {
  const [location] = useLocation();
  return (
    <div className="shell">
      <a className="skip" href="#page">
        To the page
      </a>
      <nav aria-label="Pages">
        <strong>Baton</strong>
        {places.map(({ path, name }) => (
          <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
            {name}
          </Link>
        ))}
        <span className="grow" />
        <ThemeChoice />
        <span className="who">
          <bdi>{who.user}</bdi>, {who.role}
        </span>
        <button type="button" onClick={() => void client.signOut().then(() => window.location.assign('/'))}>
          Sign out
        </button>
      </nav>
      <div id="page" tabIndex={-1}>
        {children}
      </div>
    </div>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>(
    () => themes.find((name) => name === localStorage.getItem('theme')) ?? 'system',
  );
  const choose = (wanted: Theme): void => {
    localStorage.setItem('theme', wanted);
    document.documentElement.dataset['theme'] = wanted;
    setTheme(wanted);
  };
  return (
    <label className="theme">
      Colours
      <select value={theme} onChange={({ target }) => choose(themes.find((name) => name === target.value) ?? 'system')}>
        {themes.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
