import type { OptionSpecification } from '../argument/command-specification.ts';

/** Options of commands that host the engine. */
export const hostOptions: readonly OptionSpecification[] = [
  { name: 'functions', value: 'MODULE', repeated: true, summary: 'A module that exports functions to call' },
  { name: 'define', value: 'FILE', repeated: true, summary: 'A definition to publish, so that others find it by name' },
  { name: 'agents', value: 'DIR', summary: 'A folder of agents to call (default: agents, where there is one)' },
  {
    name: 'model',
    value: 'NAME',
    repeated: true,
    summary: 'A model for agents: openai/NAME, http://host:port/v1#NAME',
  },
  { name: 'prices', value: 'FILE', summary: 'What models cost (YAML or JSON); comes before the usual prices' },
  { name: 'workspace', value: 'DIR', summary: 'Offer the functions of a workspace on this folder' },
  {
    name: 'policy',
    value: 'MODE|FILE',
    summary: 'What asks people: attended, supervised (default), unattended, or a file of rules',
  },
  {
    name: 'compare-after',
    value: 'DURATION',
    summary: 'After a wait so long a plan is compared with what was agreed to (default: 1h)',
  },
  {
    name: 'allow-folder',
    value: 'DIR',
    repeated: true,
    summary: 'Let definitions fetch functions and schemas from here',
  },
  { name: 'allow-mcp', value: 'COMMAND', repeated: true, summary: 'Let calls start this MCP server' },
  { name: 'allow-shell', value: 'PROGRAM', summary: 'Let `run: shell` use this shell, such as /bin/sh' },
  { name: 'allow-python', value: 'PROGRAM', summary: 'Let scripts in Python use this Python' },
  { name: 'lifecycle', value: 'executions|tasks', summary: 'Publish what becomes of them as CloudEvents' },
  { name: 'trust', value: 'FILE', repeated: true, summary: 'Believe servers that this authority (PEM) vouches for' },
  {
    name: 'agent-key',
    value: 'ORIGIN=FILE',
    repeated: true,
    summary: 'Let cards of agents from there be signed by this key only',
  },
  {
    name: 'limit',
    value: 'HOST,rate=10/s',
    repeated: true,
    summary: 'Send no more than this there; also burst=, quota=, concurrency=',
  },
  {
    name: 'otel-endpoint',
    value: 'URL',
    summary: 'Send traces to this collector, as OTLP over HTTP (default: OTEL_EXPORTER_OTLP_ENDPOINT, or nowhere)',
  },
  { name: 'log', value: 'FILE', summary: 'Write a line of JSON for whatever happens; `-` for stderr' },
  { name: 'allow-host', value: 'HOST[:PORT]', repeated: true, summary: 'Let HTTP calls reach this private address' },
];
