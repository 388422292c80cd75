import { isJsonObject, SchemaSyntaxError, type Json } from '@batonhq/core';
import { JsonSchemaCompiler } from '@batonhq/engine';
import type { Tool } from '../tool/tool.ts';
import type { Agent } from './agent.ts';
import { coordinationTools } from './coordination-tools.ts';
import { AgentRegistrationError } from './agent-registration-error.ts';

/** An agent as people write it: only its name, what it is for and its instructions are needed. */
export type AgentDefinition = Pick<Agent, 'name' | 'description' | 'instructions'> & Partial<Agent>;

/** Names that are safe in definitions, addresses and for models. */
const wellNamed = /^[A-Za-z][\w-]{0,63}$/;
const semantic = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;

/**
 * The agents and tools of this process, by name.
 *
 * @example
 * ```ts
 * import { Roster } from '@batonhq/agents';
 *
 * const roster = new Roster(['openai/gpt-5']);
 * roster.addAgent({ name: 'editor', description: 'Edits texts', instructions: 'Make it shorter.' });
 * console.log(roster.agents().map(({ name, version }) => `${name}:${version}`));
 * ```
 */
export class Roster {
  readonly #models: readonly string[];
  /** By name, then by version; the one that was added last comes last. */
  readonly #agents = new Map<string, ReadonlyMap<string, Agent>>();
  readonly #tools = new Map<string, Tool>();
  readonly #schemas = new JsonSchemaCompiler();

  /** `models` are what agents use that name none, in the order they are tried. */
  constructor(models: readonly string[] = []) {
    this.#models = models;
  }

  /**
   * Adds an agent; the same version of a name again replaces it, another one is kept beside it. Throws
   * `AgentRegistrationError`.
   */
  addAgent(definition: AgentDefinition): void {
    const { name, version = '1.0.0', skills = [], models = [], tools = [], ...rest } = definition;
    check(name, 'an agent');
    if (!semantic.test(version)) throw new AgentRegistrationError(`${name}: "${version}" is not a semantic version`);
    if (rest.description.trim() === '')
      throw new AgentRegistrationError(`${name}: say in \`description\` what it is for: that is how it is chosen`);
    const other = rest.delegates === true ? tools.find((tool) => !coordinationTools.includes(tool)) : undefined;
    if (other !== undefined)
      throw new AgentRegistrationError(
        `${name} only hands on (\`delegates\`) and cannot have the tool ${other}; it may have ${coordinationTools.join(', ')}`,
      );
    if (rest.output !== undefined) this.#checkSchema(`${name}: output`, rest.output);
    const others = [...(this.#agents.get(name) ?? [])].filter(([other]) => other !== version);
    this.#agents.set(name, new Map([...others, [version, { ...rest, name, version, skills, models, tools }]]));
  }

  /** Adds a tool; the same name again replaces it. Throws `AgentRegistrationError`. */
  addTool(tool: Tool): void {
    check(tool.name, 'a tool');
    if (!isJsonObject(tool.input))
      throw new AgentRegistrationError(`${tool.name}: input is the JSON Schema of an object`);
    this.#checkSchema(`${tool.name}: input`, tool.input);
    this.#tools.set(tool.name, tool);
  }

  /** Takes an agent out, all versions of it; missions that go on keep nothing of it and fault at their next invocation. */
  removeAgent(name: string): boolean {
    return this.#agents.delete(name);
  }

  /** An agent with the models it uses: `name` is the version that was added last, `name:1.2.0` that version. */
  agent(reference: string): Agent | undefined {
    const [name = '', version] = reference.split(':');
    const versions = this.#agents.get(name);
    const agent = version === undefined ? [...(versions?.values() ?? [])].at(-1) : versions?.get(version);
    return agent === undefined || agent.models.length > 0 ? agent : { ...agent, models: this.#models };
  }

  tool(name: string): Tool | undefined {
    return this.#tools.get(name);
  }

  agents(): readonly Agent[] {
    return [...this.#agents.keys()].flatMap((name) => this.agent(name) ?? []);
  }

  tools(): readonly Tool[] {
    return [...this.#tools.values()];
  }

  #checkSchema(where: string, schema: Json): void {
    try {
      this.#schemas.compile(schema);
    } catch (error) {
      if (!(error instanceof SchemaSyntaxError)) throw error;
      throw new AgentRegistrationError(`${where} is no JSON Schema: ${error.message}`);
    }
  }
}

function check(name: string, what: string): void {
  if (!wellNamed.test(name))
    throw new AgentRegistrationError(
      `"${name}" cannot name ${what}: a letter, then letters, digits, _ and -, at most 64 in all`,
    );
}
