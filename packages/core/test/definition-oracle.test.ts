/**
 * What we accept and refuse agrees with the published schema, over mutated documents; every disagreement is one that
 * `specification/differences.ts` explains.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SeededRandom } from '@batonhq/testing/core';
import { formatDiagnostics } from '../src/definition/diagnostic.ts';
import { readDefinitionObject } from '../src/definition/read.ts';
import type { Json } from '../src/kernel/json.ts';
import { stricter, wider } from './specification/differences.ts';
import { exampleNames, hasSpecification, skipped, readSpecification } from './specification/folder.ts';
import { mutate } from './specification/mutation.ts';

const schemaValidator = () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(parse(readSpecification('schema/workflow.yaml')));
};

/** The example documents, and those in the reference. */
const documents = (): readonly Json[] => {
  const inReference = [...readSpecification('dsl-reference.md').matchAll(/```yaml\n(document:\n[\s\S]*?)```/g)].flatMap(
    ([, text = '']): readonly Json[] =>
      readDefinitionObject(parse(text)).definition === undefined ? [] : [parse(text)],
  );
  return [...exampleNames().map((name): Json => parse(readSpecification(`examples/${name}`))), ...inReference];
};

const seed = Number(process.env['BATON_SEED'] ?? 20_261);
const mutations = Number(process.env['BATON_MUTATIONS'] ?? 1_500);

describe.skipIf(!hasSpecification)(`the schema of the specification${skipped}`, () => {
  const validate = hasSpecification ? schemaValidator() : undefined;

  /** Why we and the schema disagree on a document where nothing explains it; undefined when all is well. */
  const unexplained = (document: Json): string | undefined => {
    const theirs = validate?.(document) === true;
    const { definition, diagnostics } = readDefinitionObject(document);
    if (theirs === (definition !== undefined)) return undefined;
    if (theirs) {
      const left = diagnostics.filter((problem) => !stricter.some(({ explains }) => explains(problem)));
      return left.length === 0 ? undefined : `we refuse: ${formatDiagnostics(left)}`;
    }
    const errors = validate?.errors ?? [];
    return errors.some((error) => wider.some(({ explains }) => explains(error)))
      ? undefined
      : `we accept: ${errors.map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')}`;
  };

  it('accepts all documents it shows', () => {
    const shown = documents();
    expect(shown.length).toBeGreaterThan(90);
    for (const document of shown) expect(unexplained(document)).toBeUndefined();
  });

  it(`agrees on ${mutations} mutated documents (seed ${seed})`, () => {
    const originals = documents();
    const random = new SeededRandom(seed);
    const counts = { accepted: 0, refused: 0 };
    for (let turn = 0; turn < mutations; turn += 1) {
      const document = mutate(random.pick(originals) ?? null, originals, random);
      const disagreement = unexplained(document);
      expect(disagreement, `seed ${seed}, mutation ${turn}: ${JSON.stringify(document)}`).toBeUndefined();
      counts[readDefinitionObject(document).definition === undefined ? 'refused' : 'accepted'] += 1;
    }
    expect(counts.accepted).toBeGreaterThan(mutations / 10);
    expect(counts.refused).toBeGreaterThan(mutations / 3);
  });
});
