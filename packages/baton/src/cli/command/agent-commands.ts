import type { CommandSpecification } from '../argument/command-specification.ts';

const agents: CommandSpecification = {
  name: 'agents',
  positionals: ['[list|show|add|refresh|remove|test]', '[NAME|FILE|ADDRESS]'],
  summary: 'List, show, add, refresh, remove and try agents',
  details: [
    'An agent is a file in a folder (default: agents), in YAML or JSON: name, description and instructions, and where wanted version, skills, models, tools, output and limits.',
    'Twenty-one agents come with Baton and work in a --workspace: officers, assistants, workers and a coordinator; a file with the same name takes the place of one.',
    'list: all of them. show NAME: one of them, with how it did what it was given and why it got it. add FILE: checks a file and copies it into the folder. add ADDRESS, or --mcp COMMAND: asks an OpenAPI document, the card of an A2A agent or an MCP server what it has, and makes an agent with those tools, as they are now, in a file you can edit. refresh [NAME]: asks again and says what changed; a process that serves the folder follows its files. remove NAME: takes its file out. test NAME: gives it the mission of --prompt and shows what comes back; without one, says whether its tools are there and its models answer (each is asked for one word).',
  ],
  options: [
    { name: 'agents', value: 'DIR', summary: 'The folder of agents (default: agents)' },
    { name: 'name', value: 'NAME', summary: 'add ADDRESS: what the agent is called' },
    { name: 'mcp', value: 'COMMAND', summary: 'add: the MCP server that this command starts' },
    { name: 'as', value: 'KIND', summary: 'add ADDRESS: openapi, a2a or mcp (default: what it looks like)' },
    { name: 'only', value: 'TOOL', repeated: true, summary: 'add ADDRESS: this tool of it, and no others' },
    { name: 'allow-mcp', value: 'COMMAND', repeated: true, summary: 'refresh, test: let this MCP server be started' },
    { name: 'trust', value: 'FILE', repeated: true, summary: 'Believe servers that this authority (PEM) vouches for' },
    { name: 'prompt', value: 'TEXT', summary: 'test: the mission' },
    { name: 'model', value: 'NAME', repeated: true, summary: 'test: a model, such as openai/NAME' },
    { name: 'workspace', value: 'DIR', summary: 'test: offer the functions of a workspace on this folder' },
    { name: 'functions', value: 'MODULE', repeated: true, summary: 'test: a module that exports functions to use' },
    {
      name: 'allow-host',
      value: 'HOST[:PORT]',
      repeated: true,
      summary: 'Let models and sources of tools be at this private address',
    },
  ],
  examples: [
    { line: 'baton agents', effect: 'who is there, and what for' },
    { line: 'baton agents add editor.yaml', effect: 'checks it and puts it with the others' },
    { line: 'baton agents add https://shop.example/openapi.json --name shop', effect: 'an agent with its operations' },
    { line: 'baton agents refresh shop', effect: 'what has it now?' },
    { line: 'baton agents test editor --prompt "Shorten: ..." --model openai/gpt-5-mini', effect: 'tries it' },
    { line: 'baton agents test editor --workspace . --model openai/gpt-5-mini', effect: 'could it work now?' },
    { line: 'baton agents show editor --json', effect: 'for a script' },
  ],
  load: async () => (await import('./agents.ts')).agents,
};

/** Commands about agents. */
export const agentCommands: readonly CommandSpecification[] = [agents];
