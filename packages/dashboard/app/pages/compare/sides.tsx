import { Link } from 'wouter';
import { countText, moneyText } from '../../money.ts';
import { Phase } from '../../part/phase.tsx';
import { Text } from '../../part/text.tsx';
import { visible } from '../../part/value.tsx';
import { instantText, lengthText } from '../../time.ts';
import type { Side } from './side.ts';

interface SidesProps {
  readonly left: Side;
  readonly right: Side;
}

/** What both are, how they ended, how long they took and what they cost. */
export function Sides({ left, right }: SidesProps) {
  return (
    <div className="sides">
      <About name="Left" side={left} other={right} />
      <About name="Right" side={right} other={left} />
    </div>
  );
}

function About({ name, side, other }: { readonly name: string; readonly side: Side; readonly other: Side }) {
  const { view, spending } = side.details;
  const { namespace, name: own, version } = view.definition;
  return (
    <section className="card" aria-label={name}>
      <p className="faint">{name}</p>
      <h2>
        <Link href={`/executions/${encodeURIComponent(view.id)}`}>
          <Text of={`${namespace}/${own}`} />
        </Link>
      </h2>
      <p className="facts">
        <Phase phase={view.phase} substate={view.substate} />
        <span>
          {lengthText(lengthOf(side))}
          {apartText(lengthOf(side) - lengthOf(other), lengthText)}
        </span>
        <span>version {version}</span>
      </p>
      <p className="facts">
        <span>{instantText(view.startedAt)}</span>
        <code>{view.id}</code>
      </p>
      {spending !== null && (
        <p className="facts">
          <span>
            {moneyText(spending.spent.money ?? 0, spending.currency)}
            {apartText(moneyOf(side) - moneyOf(other), (amount) => moneyText(amount, spending.currency))}
          </span>
          <span>{countText(spending.spent.tokens ?? 0)} tokens</span>
          <span>{countText(spending.spent.calls ?? 0)} calls</span>
        </p>
      )}
      {view.fault !== null && (
        <p className="problem" dir="auto">
          {visible(`${view.fault.title ?? view.fault.type}: ${view.fault.detail ?? ''}`)}
        </p>
      )}
    </section>
  );
}

function lengthOf({ details: { view } }: Side): number {
  return (view.endedAt ?? Date.now()) - view.startedAt;
}

function moneyOf({ details: { spending } }: Side): number {
  return spending?.spent.money ?? 0;
}

/** How much more it is than the other; nothing for as much, and for less, which the other side says. */
function apartText(more: number, text: (amount: number) => string): string {
  return more > 0 ? ` (${text(more)} more)` : '';
}
