/** Who is on the roster, and what is refused with a reason. */
import { expect, test } from 'vitest';
import { AgentRegistrationError, Roster } from '../src/index.ts';

const editor = { name: 'editor', description: 'Edits texts', instructions: 'Make it shorter.' };

test('an agent that names no model uses the usual ones', () => {
  const roster = new Roster(['openai/usual']);
  roster.addAgent(editor);
  roster.addAgent({ ...editor, name: 'critic', models: ['anthropic/own'] });
  expect(roster.agent('editor')).toMatchObject({ version: '1.0.0', models: ['openai/usual'], tools: [] });
  expect(roster.agents().map(({ models }) => models)).toEqual([['openai/usual'], ['anthropic/own']]);
  expect(roster.removeAgent('editor')).toBe(true);
  expect(roster.agent('editor')).toBeUndefined();
});

test.for([
  [{ ...editor, name: '../etc' }, /cannot name an agent/],
  [{ ...editor, version: 'new' }, /"new" is not a semantic version/],
  [{ ...editor, description: ' ' }, /say in `description` what it is for/],
  [{ ...editor, output: { type: 'nonsense' } }, /output is no JSON Schema/],
] as const)('%o is refused', ([definition, reason]) => {
  expect(() => new Roster().addAgent(definition)).toThrow(AgentRegistrationError);
  expect(() => new Roster().addAgent(definition)).toThrow(reason);
});

test('a tool needs a name models can write and the schema of an object', () => {
  const roster = new Roster();
  const tool = { name: 'search', description: 'Searches', function: 'search', input: { type: 'object' } };
  roster.addTool(tool);
  expect(roster.tools()).toEqual([tool]);
  expect(() => roster.addTool({ ...tool, name: 'two words' })).toThrow(/cannot name a tool/);
  expect(() => roster.addTool({ ...tool, input: true })).toThrow(/JSON Schema of an object/);
});
