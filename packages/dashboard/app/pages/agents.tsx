import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { agents, type Agent } from '../client/agents.ts';
import { countText } from '../money.ts';
import { Meter } from '../part/chart.tsx';
import { Empty } from '../part/empty.tsx';
import { Icon } from '../part/icon.tsx';
import { Problem } from '../part/problem.tsx';
import { Text } from '../part/text.tsx';
import { lengthText } from '../time.ts';
import { AgentHealth } from './agents/agent-health.tsx';
import '../style/agents.css';

/** How often scorecards are looked at. */
const often = 5_000;

/** Who there is to do the work, how they are, and how they did what they were given. */
export function Agents() {
  const [text, setText] = useState('');
  const list = useQuery({ queryKey: ['agents'], queryFn: agents.list, refetchInterval: often });
  const all = list.data?.agents ?? [];
  const found = all
    .filter((agent) => wordsOf(agent).includes(text.trim().toLowerCase()))
    .toSorted((a, b) => b.scorecard.missions - a.scorecard.missions);
  return (
    <main className="wide">
      <header className="page">
        <div>
          <h1>Agents</h1>
          <p className="lead">Whoever gets a mission is chosen by skill, success, time, cost and what is in hand.</p>
        </div>
        {all.length > 0 && (
          <span className="search-field">
            <Icon name="search" />
            <input
              type="search"
              aria-label="Find agents"
              dir="auto"
              placeholder="Name, skill, tool…"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          </span>
        )}
      </header>
      <Problem error={list.error} />
      {list.isSuccess && all.length === 0 && <Nothing />}
      {all.length > 0 && found.length === 0 && <Empty icon="search" title="No agent is like that." />}
      <Unable agents={all} />
      {found.length > 0 && <Roster agents={found} />}
    </main>
  );
}

/** What keeps agents from working, said once however many it keeps. */
function Unable({ agents: all }: { readonly agents: readonly Agent[] }) {
  const unable = Map.groupBy(
    all.filter(({ health }) => health.state === 'unable'),
    ({ health }) => health.detail,
  );
  return [...unable].map(([detail, kept]) => (
    <p key={detail} className="notice">
      {kept.length === 1 ? kept[0]?.name : `${kept.length} agents`} cannot work: <Text of={detail} />
    </p>
  ));
}

function wordsOf({ name, description, skills, tools }: Agent): string {
  return [name, description, ...skills, ...tools].join(' ').toLowerCase();
}

function Roster({ agents: found }: { readonly agents: readonly Agent[] }) {
  return (
    <div className="card scrolled roster" tabIndex={0} role="region" aria-label="List of agents">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Health</th>
            <th scope="col">Success</th>
            <th scope="col" className="number">
              Missions
            </th>
            <th scope="col" className="number">
              Mean time
            </th>
            <th scope="col" className="number">
              Tokens
            </th>
            <th scope="col" className="number">
              In hand
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((agent) => (
            <tr key={agent.name}>
              <td>
                <div className="who">
                  <Link href={`/agents/${encodeURIComponent(agent.name)}`}>
                    <Text of={agent.name} />
                  </Link>
                  <small>
                    <Text of={agent.description} />
                  </small>
                </div>
              </td>
              <td>
                <AgentHealth health={agent.health} />
              </td>
              <Score scorecard={agent.scorecard} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Score({ scorecard }: Pick<Agent, 'scorecard'>) {
  const { missions, successRate, meanMilliseconds, meanTokens, inHand, most } = scorecard;
  return (
    <>
      <td>
        {successRate === null ? (
          <small>no mission yet</small>
        ) : (
          <Meter
            label="Success"
            share={successRate}
            text={`${Math.round(successRate * 100)} %`}
            isBad={successRate < 0.8}
          />
        )}
      </td>
      <td className="number">{missions}</td>
      <td className="number">{meanMilliseconds === null ? '—' : lengthText(meanMilliseconds)}</td>
      <td className="number">{meanTokens === null ? '—' : countText(meanTokens)}</td>
      <td className="number">
        {inHand} of {most}
      </td>
    </>
  );
}

function Nothing() {
  return (
    <Empty icon="agents" title="There are no agents yet.">
      <p>
        Twenty come along when a workspace is offered: <code>baton serve --workspace DIR</code>. Your own are files in{' '}
        <code>agents/</code>, read again whenever they change, or are found with <code>baton agents add</code>.
      </p>
    </Empty>
  );
}
