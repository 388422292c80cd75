import { posix } from 'node:path';
import { fault, FaultError } from '@batonhq/core';
import type { ToolDefinition } from '../../tool/tool-definition.ts';
import { checkCode } from './check-code.ts';
import { count, fileOf, flag, listOf, number, object, text, texts, words } from './schema.ts';
import { looksAt, workspaceFunction } from './workspace-function.ts';
import type { Workspace } from './workspace.ts';

const isCode = /\.(?:[cm]?[jt]sx?|json|ya?ml|py|sh|css|html|sql|md)$/;
/** What says who works here and how: not for those who do. */
const settled = /^(?:agents\/|workspace\.ya?ml$)|(?:^|\/)\./i;
const mostBytes = 1024 * 1024;
const mostHits = 60;

/** Reading, changing and checking code in a workspace. */
export function codeFunctions(workspace: Workspace): readonly ToolDefinition[] {
  return [listing(workspace), searching(workspace), reading(workspace), changing(workspace), checking(workspace)];
}

function listing(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'code_list',
    description: 'Lists the files of code in the workspace, or in a folder of it.',
    input: object({}, { folder: text }),
    output: object({ files: listOf(object({ path: text, bytes: count })) }),
    planning: looksAt('code'),
    async run(given) {
      const folder = given.text('folder', '');
      const files = (await workspace.files()).filter(({ path }) => isCode.test(path) && path.startsWith(folder));
      return { files: files.map(({ path, bytes }) => ({ path, bytes })) };
    },
  });
}

function searching(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'code_search',
    description: 'Finds lines of code that contain a text, exactly as written, with their places.',
    input: object({ query: words }, { folder: text }),
    output: object({ hits: listOf(object({ path: text, line: number, text })), isCut: flag }),
    planning: looksAt('code'),
    async run(given) {
      const [query, folder] = [given.text('query'), given.text('folder', '')];
      const files = (await workspace.files()).filter(
        ({ path, bytes }) => isCode.test(path) && path.startsWith(folder) && bytes <= mostBytes,
      );
      const hits: { readonly path: string; readonly line: number; readonly text: string }[] = [];
      for (const { path } of files) {
        const lines = (await workspace.read(path)).toString('utf8').split('\n');
        for (const [index, line] of lines.entries())
          if (line.includes(query)) hits.push({ path, line: index + 1, text: line.trim().slice(0, 300) });
      }
      return { hits: hits.slice(0, mostHits), isCut: hits.length > mostHits };
    },
  });
}

function reading(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'code_read',
    description: 'Reads a file of code, with numbers before its lines.',
    input: object({ path: words }, { from: number, until: number }),
    output: object({ path: text, text, lines: count }),
    planning: looksAt('code'),
    async run(given) {
      const path = given.text('path');
      const lines = (await workspace.read(path)).toString('utf8').split('\n');
      const from = Math.max(1, given.number('from', 1));
      const shown = lines.slice(from - 1, given.number('until', from + 400));
      return { path, text: shown.map((line, index) => `${from + index}\t${line}`).join('\n'), lines: lines.length };
    },
  });
}

function changing(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'code_change',
    description:
      'Changes a file of code: `find` stands in it exactly once and becomes `replace`. Where the file has `replace` already and not `find`, nothing is done.',
    input: object({ path: words, find: words, replace: text }),
    output: object({ path: text, changed: flag, line: number }),
    files: ['path'],
    planning: { risk: 'medium', why: 'code is changed', reads: ['code'], writes: ['code'] },
    async run(given) {
      const [find, replace] = [given.text('find'), given.text('replace')];
      const path = changeable(given.text('path'));
      let changed = false;
      let line = 0;
      await workspace.change(path, (before) => {
        if (before === null) throw refused(`there is no file ${path}`);
        const places = before.split(find).length - 1;
        // Done before: the process may have died between the change and its record.
        if (places === 0 && replace !== '' && before.includes(replace)) return null;
        if (places !== 1)
          throw refused(`"${find.slice(0, 60)}" stands ${places} times in ${path}: give a text that stands there once`);
        const at = before.indexOf(find);
        line = before.slice(0, at).split('\n').length;
        changed = true;
        return `${before.slice(0, at)}${replace}${before.slice(at + find.length)}`;
      });
      return { path, changed, line };
    },
  });
}

function checking(workspace: Workspace): ToolDefinition {
  return workspaceFunction({
    name: 'code_check',
    description:
      'Runs a test file (JavaScript or TypeScript, node:test) of the workspace in a process that can read the workspace and write nothing, for at most 20 seconds.',
    input: object({ path: fileOf('[cm]?[jt]s') }),
    output: object({ passed: flag, tests: count, failed: count, failures: texts, output: text }),
    planning: {
      risk: 'medium',
      why: 'code of the workspace is run, shut off from its files but not from the network',
      reads: ['code'],
    },
    run: (given) => checkCode(workspace, given.text('path')),
  });
}

/** The path of a file that may be changed. Throws for what is no code, and for what says who works here. */
function changeable(written: string): string {
  const path = posix.normalize(written.replaceAll('\\', '/'));
  if (isCode.test(path) && !settled.test(path)) return path;
  throw refused(`${path} is not changed as code: agents, settings and hidden files are for people`);
}

function refused(detail: string): FaultError {
  return new FaultError(fault('validation', detail));
}
