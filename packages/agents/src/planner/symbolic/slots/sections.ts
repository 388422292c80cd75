import type { Json } from '@batonhq/core';
import type { EarlierTask } from './from-earlier.ts';
import { membersOf } from './schema-shape.ts';
import type { Member } from './schema-shape.ts';

/** At most so many sections, so that a report stays one. */
const mostSections = 8;

/** The sections of a report: every list of texts that an earlier task put out, under its name. */
export function sectionsOf({ name, items }: Member, earlier: readonly EarlierTask[]): Json | null {
  const heading = membersOf(items).some((member) => member.name === 'heading');
  if (name !== 'sections' || !heading) return null;
  const sections = earlier.flatMap(({ task, function: giver }) =>
    membersOf(giver.output).flatMap((member) => sectionOf(task, member)),
  );
  return sections.length === 0 ? null : sections.slice(0, mostSections);
}

function sectionOf(task: string, member: Member): readonly Json[] {
  const heading = `${member.name.charAt(0).toUpperCase()}${member.name.slice(1)}`;
  const at = `$context.${task}.${member.name}`;
  if (member.type === 'string' && /^(?:text|finding|advice)$/.test(member.name))
    return [{ heading, text: `\${ ${at} }` }];
  if (member.type !== 'array') return [];
  if (member.items?.['type'] === 'string') return [{ heading, points: `\${ ${at} }` }];
  const text = membersOf(member.items).find((one) => ['text', 'theme', 'summary', 'what'].includes(one.name));
  return text === undefined ? [] : [{ heading, points: `\${ ${at} | map(.${text.name}) }` }];
}
