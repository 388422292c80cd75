import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { agents, type AgentDetails } from '../client/agents.ts';
import { countText } from '../money.ts';
import { Empty } from '../part/empty.tsx';
import { Problem } from '../part/problem.tsx';
import { Text } from '../part/text.tsx';
import { Value } from '../part/value.tsx';
import { lengthText } from '../time.ts';
import { AgentHealth } from './agents/agent-health.tsx';
import { Assignments } from './agents/assignments.tsx';
import '../style/agents.css';

/** How often its scorecard is looked at. */
const often = 3_000;

/** One agent: what it may and knows, how it did, and why it was chosen each time. */
export function AgentPage({ name }: { readonly name: string }) {
  const one = useQuery({ queryKey: ['agents', name], queryFn: () => agents.one(name), refetchInterval: often });
  if (one.data === undefined)
    return (
      <main aria-busy={one.isPending}>
        <header className="page">
          <h1>
            <Text of={name} />
          </h1>
        </header>
        <Problem error={one.error} />
        <Link href="/agents">All agents</Link>
      </main>
    );
  const { version, description, health, instructions, assignments } = one.data;
  return (
    <main>
      <header className="page">
        <div>
          <h1>
            <Text of={name} />
          </h1>
          <p className="lead" dir="auto">
            <Text of={description} />
          </p>
          <p className="facts">
            <AgentHealth health={health} />
            <span>{health.detail}</span>
            <span>version {version}</span>
          </p>
        </div>
        <Link href="/agents">All agents</Link>
      </header>
      <Tiles agent={one.data} />
      <section>
        <h2>Missions, and why they came here</h2>
        {assignments.length === 0 ? (
          <Empty title="No mission yet.">
            <p>Each mission that comes here will stand here with the reason why this agent was chosen.</p>
          </Empty>
        ) : (
          <Assignments rows={assignments} />
        )}
      </section>
      <section className="abilities">
        <Words title="Skills" words={one.data.skills} />
        <Words title="Tools" words={one.data.tools} missing={one.data.missingTools} />
        <Words title="Models" words={one.data.models} />
      </section>
      <Value label="Instructions" value={instructions} />
      <Value label="Limits" value={one.data.limits} isFolded />
    </main>
  );
}

function Tiles({ agent: { scorecard } }: { readonly agent: AgentDetails }) {
  const { missions, passed, successRate, meanMilliseconds, meanTokens, failuresInARow, inHand, most } = scorecard;
  const tiles = [
    ['Success', successRate === null ? '—' : `${Math.round(successRate * 100)} %`, `${passed} of ${missions} missions`],
    ['Mean time', meanMilliseconds === null ? '—' : lengthText(meanMilliseconds), 'from mission to answer'],
    ['Mean tokens', meanTokens === null ? '—' : countText(meanTokens), 'of a mission'],
    ['In hand', String(inHand), `${most} at most`],
    ['Failures in a row', String(failuresInARow), 'three, and it rests'],
  ] as const;
  return (
    <dl className="tiles">
      {tiles.map(([name, value, detail]) => (
        <div key={name} className="card">
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            <small>{detail}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface WordsProps {
  readonly title: string;
  readonly words: readonly string[];
  readonly missing?: readonly string[];
}

function Words({ title, words, missing = [] }: WordsProps) {
  return (
    <div>
      <h3>{title}</h3>
      {words.length === 0 && <small>none</small>}
      <p className="facts">
        {words.map((word) => (
          <span key={word} className={missing.includes(word) ? 'badge faulted' : 'badge'}>
            <Text of={word} />
            {missing.includes(word) && ' is not there'}
          </span>
        ))}
      </p>
    </div>
  );
}
