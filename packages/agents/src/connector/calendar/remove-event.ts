import { parseCalendar } from './read-calendar.ts';

/**
 * A calendar file without an event and its exceptions, everything else as it was.
 *
 * @throws {FaultError} validation, when the file is no calendar.
 */
export function removeEvent(text: string, uid: string): { readonly text: string; readonly wasThere: boolean } {
  const calendar = parseCalendar(text);
  const meant = calendar
    .getAllSubcomponents('vevent')
    .filter((component) => component.getFirstPropertyValue('uid') === uid);
  for (const component of meant) calendar.removeSubcomponent(component);
  return meant.length === 0 ? { text, wasThere: false } : { text: `${calendar.toString()}\r\n`, wasThere: true };
}
