import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { Assignment } from '../client/agents.ts';
import { executionClient } from '../client/executions.ts';
import { PhaseMark } from '../part/phase.tsx';
import { Text } from '../part/text.tsx';
import { Value, visible } from '../part/value.tsx';
import type { Row, Story } from '../story/story.ts';
import { lengthText } from '../time.ts';
import { originsOf, sourcesBefore, type TracedValue } from './origin.ts';
import { transcriptOf, type ToolUse, type Turn } from './read.ts';
import '../style/transcript.css';

interface TranscriptProps {
  readonly id: string;
  readonly row: Row;
  readonly story: Story;
}

/** What an agent was asked, said and did, in order; nothing for tasks that asked no model. */
export function Transcript({ id, row, story }: TranscriptProps) {
  const turns = useMemo(() => transcriptOf(row, story.rows.values()), [row, story]);
  if (turns.length === 0) return null;
  return (
    <section className="transcript" aria-label="Transcript">
      <h3>Transcript</h3>
      <Why id={id} row={row} />
      <ol>
        {turns.map((turn) => (
          <li key={'step' in turn ? turn.step : turn.kind} className={`turn-${turn.kind}`}>
            <Said turn={turn} turns={turns} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How often it is asked why an agent has the mission while nobody knows, in ms; and for how many times once the task has ended. */
const often = 2_000;
const mostAsked = 10;

/** Why this agent got the mission, and not another one. Whoever looks while that is decided is told as soon as it is known. */
function Why({ id, row }: { readonly id: string; readonly row: Row }) {
  const ofThis = (given: readonly Assignment[] = []) => given.filter(({ task }) => task === row.key);
  const list = useQuery({
    queryKey: ['assignments', id, row.endedAt],
    queryFn: () => executionClient.assignments(id),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      ofThis(data?.assignments).length === 0 && (row.endedAt === null || dataUpdateCount < mostAsked) ? often : false,
  });
  const found = ofThis(list.data?.assignments);
  return found.map(({ agent, why, at, phase, detail }) => (
    <p key={`${agent} ${at}`} className="facts">
      <span>
        <Link href={`/agents/${encodeURIComponent(agent.split(':')[0] ?? agent)}`}>
          <Text of={agent} />
        </Link>
        : <Text of={why} />
      </span>
      {phase === 'stopped' && detail !== null && <Text of={`stopped: ${detail}`} />}
    </p>
  ));
}

function Said({ turn, turns }: { readonly turn: Turn; readonly turns: readonly Turn[] }) {
  switch (turn.kind) {
    case 'mission':
      return (
        <>
          <strong>Mission</strong>
          <p dir="auto">{visible(turn.prompt)}</p>
          {turn.context !== undefined && turn.context !== null && (
            <Value label="Handed over" value={turn.context} isFolded />
          )}
        </>
      );
    case 'asking':
      return (
        <p>
          <strong>
            <Text of={turn.model} />
          </strong>{' '}
          is asked…
        </p>
      );
    case 'silence':
      return (
        <p dir="auto">
          <strong>
            <Text of={turn.model} />
          </strong>{' '}
          gave no answer: {visible(turn.why)}
        </p>
      );
    case 'ending':
      return (
        <p dir="auto">
          <strong>{visible(turn.status)}</strong> {visible(turn.detail)}
        </p>
      );
    case 'answer':
      return <Answer turn={turn} turns={turns} />;
  }
}

type AnswerTurn = Extract<Turn, { readonly kind: 'answer' }>;

function Answer({ turn, turns }: { readonly turn: AnswerTurn; readonly turns: readonly Turn[] }) {
  const sources = useMemo(() => sourcesBefore(turns, turn), [turns, turn]);
  return (
    <>
      <p className="by">
        <strong>
          <Text of={turn.model} />
        </strong>
        {turn.took !== null && <small>{lengthText(turn.took)}</small>}
        {turn.tokens !== null && (
          <small>
            {turn.tokens.input} + {turn.tokens.output} tokens
          </small>
        )}
      </p>
      {turn.reasoning !== '' && <Value label="What it thought" value={turn.reasoning} isFolded />}
      {turn.text !== '' && (
        <p className="said" dir="auto">
          {visible(turn.text)}
        </p>
      )}
      {turn.uses.map((use, index) => (
        <Use key={`${use.step} ${index}`} use={use} origins={originsOf(use.input, sources)} />
      ))}
    </>
  );
}

function Use({ use, origins }: { readonly use: ToolUse; readonly origins: readonly TracedValue[] }) {
  const { tool, phase, input, output, fault } = use;
  return (
    <div className="use">
      <p className="by">
        <PhaseMark phase={phase ?? 'cancelled'} />
        <code>{visible(tool)}</code>
        {phase === null && <small>not done: it was refused before anything happened</small>}
      </p>
      {origins.length === 0 ? <Value label="With" value={input} isFolded /> : <Origins origins={origins} />}
      {fault !== null && (
        <p className="problem" dir="auto">
          {visible(fault.title ?? fault.type)}: {visible(fault.detail ?? '')}
        </p>
      )}
      {output !== undefined && <Value label="It answered" value={output} isFolded />}
    </div>
  );
}

/** Characters of a value in this table: its whole is in the journal. */
const most = 300;

function Origins({ origins }: { readonly origins: readonly TracedValue[] }) {
  return (
    <table className="origins">
      <caption className="unseen">Arguments of the call, and where each value came from</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">Argument</th>
          <th scope="col">Value</th>
          <th scope="col">From</th>
        </tr>
      </thead>
      <tbody>
        {origins.map(({ path, value, source }) => (
          <tr key={path}>
            <th scope="row">{visible(path)}</th>
            <td dir="auto">{visible(value.length > most ? `${value.slice(0, most)}…` : value)}</td>
            <td className={source?.kind ?? 'model'}>
              {source === null ? 'the model’s own words' : <Text of={source.name} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
