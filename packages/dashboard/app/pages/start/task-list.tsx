import type { PlannedTask } from '../../client/plans.ts';
import { directionOf } from '../../part/direction.ts';
import { Text } from '../../part/text.tsx';
import { visible } from '../../part/value.tsx';
import { lengthText } from '../../time.ts';
import { RiskMark } from '../approvals/risk-mark.tsx';

interface TaskListProps {
  readonly tasks: readonly PlannedTask[];
  /** Tasks that decide how long it takes. */
  readonly critical: readonly string[];
}

/** The tasks of a plan, with what each of them risks, touches and takes. */
export function TaskList({ tasks, critical }: TaskListProps) {
  return (
    <ol className="tasks" aria-label="Tasks of the plan" dir={directionOf(tasks[0]?.purpose ?? '')}>
      {tasks.map((task) => (
        <li key={task.name} id={`task-${task.name}`}>
          <p className="what" dir="auto">
            <strong>{visible(task.purpose === '' ? task.name : task.purpose)}</strong>
          </p>
          <p className="facts">
            <RiskMark risk={task.risk} />
            {task.needsApproval && <span className="badge">asks before it is done</span>}
            {task.isIrreversible && <span className="badge bad">cannot be undone</span>}
            {task.undo !== null && <span>undone by {visible(task.undo)}</span>}
            <span title={`${lengthText(task.duration.low)} to ${lengthText(task.duration.high)}`}>
              about {lengthText(task.duration.expected)}
              {critical.includes(task.name) && ', on the longest way'}
            </span>
          </p>
          <p className="facts">
            <code>{visible(task.name)}</code>
            <span>
              by <code>{visible(task.function)}</code>
            </span>
            {task.after.length > 0 && (
              <span>
                after <Text of={task.after.join(', ')} />
              </span>
            )}
            {task.reads.length > 0 && <span>reads {visible(task.reads.join(', '))}</span>}
            {task.writes.length > 0 && <span>changes {visible(task.writes.join(', '))}</span>}
            {task.risk !== 'low' && task.why !== '' && <Text of={task.why} />}
          </p>
        </li>
      ))}
    </ol>
  );
}
