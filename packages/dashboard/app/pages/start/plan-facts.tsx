import type { Interval, PlanPage } from '../../client/plans.ts';
import { directionOf } from '../../part/direction.ts';
import { visible } from '../../part/value.tsx';
import { customs, lengthText } from '../../time.ts';

/** What carrying out a plan takes and touches, and what was taken for granted. */
export function PlanFacts({ page: { plan } }: { readonly page: PlanPage }) {
  const { estimate, touches, assumptions, origin, tasks } = plan;
  const { money, currency } = estimate;
  const irreversible = tasks.filter(({ isIrreversible }) => isIrreversible).length;
  const asking = tasks.filter(({ needsApproval }) => needsApproval).length;
  const inMoney = (amount: number): string => `${amount.toFixed(2)} ${currency}`;
  return (
    <section className="plan-facts" aria-label="What it takes">
      <dl className="tiles">
        <Fact
          name="Takes"
          value={lengthText(estimate.duration.expected)}
          more={rangeText(estimate.duration, lengthText)}
        />
        {money !== null && money.high > 0 && (
          <Fact name="Costs" value={inMoney(money.expected)} more={rangeText(money, inMoney)} />
        )}
        {estimate.tokens.expected > 0 && (
          <Fact name="Tokens" value={inCount(estimate.tokens.expected)} more={rangeText(estimate.tokens, inCount)} />
        )}
        <Fact
          name="Asks people"
          value={asking === 0 ? 'no' : timesText(asking)}
          {...(asking > 0 && { more: 'waiting for them takes longer' })}
        />
        <Fact
          name="Cannot be undone"
          value={irreversible === 0 ? 'nothing' : `${irreversible} of ${tasks.length} tasks`}
        />
        <Fact name="Reads" value={listText(touches.reads)} />
        <Fact name="Changes" value={listText(touches.writes)} />
      </dl>
      {plan.requirements.length > 0 && (
        <details>
          <summary>{plan.requirements.length} requirements, each met</summary>
          <ul>
            {plan.requirements.map(({ requirement, tasks: by }) => (
              <li key={requirement} dir="auto">
                {visible(requirement)}: {visible(by.join(', '))}
              </li>
            ))}
          </ul>
        </details>
      )}
      {assumptions.length > 0 && (
        <details open>
          <summary>Taken for granted</summary>
          <ul dir={directionOf(plan.title)}>
            {assumptions.map((one) => (
              <li key={one} dir="auto">
                {visible(one)}
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="faint" dir="auto">
        Planned by {visible(origin.planner)}, {Math.round(origin.confidence * 100)} % sure: {visible(origin.why)}
      </p>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  /** What is to be said in addition. */
  readonly more?: string;
}

function Fact({ name, value, more }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong dir="auto">{visible(value)}</strong>
        {more !== undefined && more !== '' && <small>{more}</small>}
      </dd>
    </div>
  );
}

/** Four times of five it lies between the two. */
function rangeText({ low, high }: Interval, text: (amount: number) => string): string {
  return low === high ? '' : `${text(low)} to ${text(high)}`;
}

function timesText(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function inCount(count: number): string {
  return count.toLocaleString(customs);
}

function listText(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
