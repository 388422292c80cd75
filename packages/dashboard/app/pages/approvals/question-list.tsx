import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { PendingApproval } from '../../client/approvals.ts';
import { Text } from '../../part/text.tsx';
import { namedIn, useTitles } from '../../part/titles.ts';
import { agoText } from '../../time.ts';
import { RiskMark } from './risk-mark.tsx';
import { kindText, titleOf } from './title.ts';

interface QuestionListProps {
  readonly questions: readonly PendingApproval[];
  /** The place of the one whose evidence is looked at. */
  readonly shown: number;
}

/** Pixels of a row before it was drawn. */
const usualHeight = 64;

/** Pixels that stay between a row that was scrolled to and the edge. */
const aside = 8;

/** Questions in sight, and a few more: how many wait costs nothing. The one that is looked at stays in sight. */
export function QuestionList({ questions, shown }: QuestionListProps) {
  const scroller = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: questions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => questions[index]?.id ?? index,
    overscan: 10,
    scrollPaddingStart: aside,
    scrollPaddingEnd: aside,
  });
  useEffect(() => rows.scrollToIndex(shown), [rows, shown]);
  return (
    <nav className="questions" aria-label="Questions" ref={scroller}>
      <ol style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const question = questions[index];
          if (question === undefined) return null;
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={questions.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row question={question} isShown={index === shown} />
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Where the evidence of a question is. */
export function addressOf({ id }: PendingApproval): string {
  return `/approvals?${new URLSearchParams({ id }).toString()}`;
}

function Row({ question, isShown }: { readonly question: PendingApproval; readonly isShown: boolean }) {
  const { kind, workflow, task, risk, since } = question;
  const title = useTitles()(namedIn(workflow));
  return (
    <Link href={addressOf(question)} aria-current={isShown ? 'true' : undefined}>
      <span className="line">
        <strong>
          <Text of={titleOf(question)} />
        </strong>
        {kind === 'call' ? <RiskMark risk={risk} /> : <span className="badge">{kindText(question)}</span>}
      </span>
      <small className="line">
        <span>
          <Text of={task === '' ? title : `${task} of ${title}`} />
        </span>
        <span>{agoText(since, Date.now())}</span>
      </small>
    </Link>
  );
}
