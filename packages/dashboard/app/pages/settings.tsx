import { Link } from 'wouter';
import { Text } from '../part/text.tsx';
import { useMay, useWho } from '../part/use-may.ts';
import { choicesOf, prefer, usePreference, type PreferenceName } from '../shell/preference.ts';
import { Audit } from './settings/audit.tsx';
import { Keys } from './settings/keys.tsx';
import '../style/settings.css';

const parts = [
  { path: '/settings', name: 'This browser', route: 'GET /api/session' },
  { path: '/settings/keys', name: 'Keys', route: 'GET /api/keys' },
  { path: '/settings/audit', name: 'Audit', route: 'GET /api/audit' },
] as const;

/** How pages look in this browser; for admins the keys of the tenant, and who did what. */
export function Settings({ path }: { readonly path: string }) {
  const may = useMay();
  const shown = parts.find((part) => part.path === path && may(part.route))?.name ?? 'This browser';
  return (
    <main>
      <header className="page">
        <h1>Settings</h1>
      </header>
      <nav className="tabs" aria-label="Settings">
        {parts
          .filter(({ route }) => may(route))
          .map((part) => (
            <Link key={part.path} href={part.path} aria-current={part.name === shown ? 'page' : undefined}>
              {part.name}
            </Link>
          ))}
      </nav>
      {shown === 'This browser' && <ThisBrowser />}
      {shown === 'Keys' && <Keys />}
      {shown === 'Audit' && <Audit />}
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
  const who = useWho();
  return (
    <>
      <section className="card stack">
        {names.map((one) => (
          <Choice key={one.name} {...one} />
        ))}
      </section>
      {who !== undefined && (
        <section className="card">
          <h2>Session</h2>
          <dl className="points">
            <div>
              <dt>User</dt>
              <dd>
                <Text of={who.user} />
              </dd>
            </div>
            <div>
              <dt>Role</dt>
              <dd>{who.role}</dd>
            </div>
            <div>
              <dt>Tenant</dt>
              <dd>
                <Text of={who.tenant} />
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
