import { parseDocument } from 'yaml';
import type { Json } from '../../kernel/json.ts';
import type { DefinitionLimits } from './limits.ts';
import { prescan, type TextProblem } from './prescan.ts';
import { createSourceMap, type SourceMap } from './source-map.ts';
import { syntaxProblems } from './syntax-problem.ts';
import { yamlValue } from './yaml-value.ts';

/** A text that was parsed; `value` is missing when it could not be. */
export interface ParsedSource {
  readonly value?: Json;
  readonly problems: readonly TextProblem[];
  readonly source: SourceMap;
}

/** How to parse. */
export interface ParseOptions {
  readonly limits: DefinitionLimits;
  readonly file?: string;
}

/**
 * Parses YAML 1.2 (core schema) or JSON, which is a part of it. Keys are checked by {@link yamlValue}, because the
 * parser's own check compares all pairs.
 */
export function parseSource(text: string, { limits, file }: ParseOptions): ParsedSource {
  const named = file === undefined ? {} : { file };
  const refused = prescan(text, limits);
  if (refused !== undefined) {
    return { problems: [refused], source: createSourceMap({ text, root: null, anchors: new Map(), ...named }) };
  }
  const document = parseDocument(text, {
    schema: 'core',
    version: '1.2',
    uniqueKeys: false,
    resolveKnownTags: false,
    merge: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const root = document.contents;
  const { value, problems, anchors } = yamlValue(root, limits);
  const source = createSourceMap({ text, root, anchors, ...named });
  const syntax = syntaxProblems(document.errors.slice(0, limits.problems), text);
  if (syntax.length > 0) return { problems: syntax, source };
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    return {
      problems: [
        { offset: 0, message: 'only YAML 1.2 can be read', found: `%YAML ${document.directives.yaml.version}` },
      ],
      source,
    };
  }
  return problems.length > 0 ? { problems, source } : { value, problems, source };
}
