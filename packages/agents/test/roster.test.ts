/** Who is on the roster, and what is refused with a reason. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AgentRegistrationError, readAgent, readAgents, Roster } from '../src/index.ts';

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

test('versions stand beside each other: the one added last, unless another is named', () => {
  const roster = new Roster();
  roster.addAgent({ ...editor, version: '1.0.0' });
  roster.addAgent({ ...editor, version: '1.1.0', instructions: 'Make it plain.' });
  expect(roster.agent('editor')).toMatchObject({ version: '1.1.0', instructions: 'Make it plain.' });
  expect(roster.agent('editor:1.0.0')).toMatchObject({ instructions: 'Make it shorter.' });
  expect(roster.agent('editor:2.0.0')).toBeUndefined();
  expect(roster.agents()).toHaveLength(1);
  roster.addAgent({ ...editor, version: '1.0.0', instructions: 'Again.' });
  expect(roster.agent('editor')).toMatchObject({ version: '1.0.0', instructions: 'Again.' });
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

describe('agents in files', () => {
  const yaml = 'name: editor\ndescription: Edits texts\ninstructions: |\n  Make it shorter.\nlimits: { turns: 3 }\n';

  test('a file is an agent', () => {
    expect(readAgent(yaml, 'editor.yaml')).toEqual({
      name: 'editor',
      description: 'Edits texts',
      instructions: 'Make it shorter.\n',
      limits: { turns: 3 },
    });
  });

  test.for([
    ['name: [', /^editor\.yaml:\d+:\d+: /],
    [yaml.replace('description', 'descripton'), /editor\.yaml: it must have required property 'description'/],
    [yaml.replace('turns: 3', 'turns: 0'), /editor\.yaml: \/limits\/turns must be >= 1/],
    [yaml.replace('editor', 'the editor'), /editor\.yaml: "the editor" cannot name an agent/],
  ] as const)('%j says where and what', ([text, reason]) => {
    expect(() => readAgent(text, 'editor.yaml')).toThrow(reason);
  });

  test('a folder is its agents by name; two of one name are refused, and no folder is no agents', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baton-agents-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'z.yaml'), yaml);
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ ...editor, name: 'writer' }));
    writeFileSync(join(folder, 'notes.md'), 'not an agent');
    expect((await readAgents(folder)).map(({ agent }) => agent.name)).toEqual(['editor', 'writer']);
    writeFileSync(join(folder, 'b.yml'), yaml);
    await expect(readAgents(folder)).rejects.toThrow(/both describe the agent editor: keep one/);
    expect(await readAgents(join(folder, 'nowhere'))).toEqual([]);
  });
});
