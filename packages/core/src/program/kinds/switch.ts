import type { SwitchTask } from '../../definition/schema/task.ts';
import { siteIn } from '../compilation.ts';
import type { SwitchCase } from '../task-node.ts';
import { compileThen } from '../then.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

/** `switch`. The default is tried last wherever it stands, and there may be only one. */
export const compileSwitch: KindCompiler<SwitchTask> = (compiling) => {
  const cases = compiling.task.switch.flatMap((item, index) =>
    Object.entries(item).map(([name, one]) => compileCase(compiling, { name, when: one.when, then: one.then, index })),
  );
  const isDefault = ({ when }: SwitchCase): boolean => when === undefined;
  const second = cases.filter(isDefault)[1];
  if (second !== undefined) {
    const index = cases.indexOf(second);
    const problem = { message: `"${second.name}" is a second default`, hint: 'give all cases but one a "when"' };
    compiling.compilation.report([...compiling.around.path, 'switch', index, second.name], problem, { aspect: 'key' });
  }
  return { kind: 'switch', cases: [...cases.filter((one) => !isDefault(one)), ...cases.filter(isDefault)] };
};

interface CaseText {
  readonly name: string;
  readonly when: string | undefined;
  readonly then: string;
  readonly index: number;
}

function compileCase(
  { compilation, around, named }: Compiling<SwitchTask>,
  { name, when, then, index }: CaseText,
): SwitchCase {
  const site = siteIn(around, 'switch', index, name, 'when');
  const path = [...around.path, 'switch', index, name, 'then'];
  return {
    name,
    ...(when !== undefined && { when: compilation.computed(when, site) }),
    then: compileThen(compilation, { then, path, siblings: named.siblings }),
  };
}
