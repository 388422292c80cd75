import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { client } from '../client.ts';
import { Text } from '../part/text.tsx';
import { choicesOf, prefer, usePreference, type PreferenceName } from '../shell/preference.ts';
import { Audit } from './settings/audit.tsx';
import { Keys } from './settings/keys.tsx';
import '../style/settings.css';

const parts = [
  { path: '/settings', name: 'This browser', isForAdmins: false },
  { path: '/settings/keys', name: 'Keys', isForAdmins: true },
  { path: '/settings/audit', name: 'Audit', isForAdmins: true },
];

/** How pages look in this browser; for admins the keys of the tenant, and who did what. */
export function Settings({ path }: { readonly path: string }) {
  const who = useQuery({ queryKey: ['who'], queryFn: client.who, staleTime: Infinity });
  const isAdmin = who.data?.role === 'admin';
  return (
    <main>
      <header className="page">
        <h1>Settings</h1>
      </header>
      <nav className="tabs" aria-label="Settings">
        {parts
          .filter(({ isForAdmins }) => isAdmin || !isForAdmins)
          .map((part) => (
            <Link key={part.path} href={part.path} aria-current={part.path === path ? 'page' : undefined}>
              {part.name}
            </Link>
          ))}
      </nav>
      {(path === '/settings' || !isAdmin) && <ThisBrowser />}
      {path === '/settings/keys' && isAdmin && <Keys />}
      {path === '/settings/audit' && isAdmin && <Audit />}
    </main>
  );
}

const names: readonly { readonly name: PreferenceName; readonly title: string; readonly labels: readonly string[] }[] =
  [
    { name: 'theme', title: 'Colours', labels: ['As the system', 'Light', 'Dark'] },
    { name: 'direction', title: 'Layout', labels: ['Left to right', 'Right to left'] },
    { name: 'density', title: 'Rows of lists', labels: ['Comfortable', 'Compact'] },
  ];

function ThisBrowser() {
  const who = useQuery({ queryKey: ['who'], queryFn: client.who, staleTime: Infinity });
  return (
    <>
      <section className="card stack">
        {names.map((one) => (
          <Choice key={one.name} {...one} />
        ))}
      </section>
      {who.data !== undefined && (
        <section className="card">
          <h2>Session</h2>
          <dl className="points">
            <div>
              <dt>User</dt>
              <dd>
                <Text of={who.data.user} />
              </dd>
            </div>
            <div>
              <dt>Role</dt>
              <dd>{who.data.role}</dd>
            </div>
            <div>
              <dt>Tenant</dt>
              <dd>
                <Text of={who.data.tenant} />
              </dd>
            </div>
          </dl>
          <p className="facts">
            The page keeps no key: a cookie that scripts cannot read ends twelve hours after signing in.{' '}
            <a href="/api/docs">What the HTTP API can do</a>
          </p>
        </section>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly name: PreferenceName;
  readonly title: string;
  readonly labels: readonly string[];
}

function Choice({ name, title, labels }: ChoiceProps) {
  const chosen = usePreference(name);
  return (
    <fieldset>
      <legend>{title}</legend>
      {choicesOf(name).map((choice, index) => (
        <label key={choice}>
          <input type="radio" name={name} checked={choice === chosen} onChange={() => prefer(name, choice)} />
          {labels[index]}
        </label>
      ))}
    </fieldset>
  );
}
