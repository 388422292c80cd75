import type { ReferableAuthentication } from '../../definition/schema/authentication.ts';
import type { Endpoint } from '../../definition/schema/endpoint.ts';
import type { CallTask, FunctionCall } from '../../definition/schema/task.ts';
import type { Computed } from '../../expression/evaluator.ts';
import { constant } from '../../expression/template.ts';
import { compileAuthentication } from '../authentication.ts';
import { deeper, siteIn, type Compilation, type Site, type TaskBody } from '../compilation.ts';
import { compileDuration } from '../durations.ts';
import { compileEndpoint } from '../endpoint.ts';
import { repeatRule } from '../repeat-rule.ts';
import type { RepeatRule } from '../metadata.ts';
import type { Authentications } from '../task-node.ts';
import type { Compiling } from './kind-compiler.ts';
import { compileSubscription, type Subscribing } from './subscription.ts';

/** A `call` in a protocol other than HTTP, as written. */
export type ProtocolCall = Exclude<CallTask, FunctionCall | { call: 'http' }>;

type CallOf<P extends ProtocolCall['call']> = Extract<ProtocolCall, { call: P }>;

/** What the parts of a call gather while they are compiled. */
interface Gathering {
  readonly compilation: Compilation;
  /** The site of `with`. */
  readonly site: Site;
  readonly members: Record<string, Computed>;
  readonly authentications: { -readonly [K in keyof Authentications]: Authentications[K] };
  readonly conditions: Record<string, Computed>;
  readonly missing: string[];
}

/** Where the subscription of a call stands, when its messages are worked on one by one. */
type Streaming = Pick<Subscribing, 'subscription' | 'site'>;

/** What a protocol says about repeating its call: a rule, or that the other side's description has to be asked. */
type Repeating = RepeatRule | 'hinted';

/** A call in a protocol: each member of `with` is evaluated and recorded, save what mentions secrets. */
export function compileProtocol(compiling: Compiling<ProtocolCall>): TaskBody {
  const { task, compilation, around, metadata } = compiling;
  const site = { ...siteIn(around, 'with'), secrets: true };
  const gathering: Gathering = { compilation, site, members: {}, authentications: {}, conditions: {}, missing: [] };
  const streaming = streamingOf(gathering, task);
  const repeating = gather(gathering, compiling);
  const { members, authentications, conditions, missing } = gathering;
  const [what] = missing;
  if (what !== undefined) return { kind: 'call', effect: { kind: 'unavailable', what }, repeat: 'safe' };
  const hinted = repeating === 'hinted' && metadata.repeat === undefined && metadata.probe === undefined;
  const { pinned } = metadata;
  const more = { ...(Object.keys(conditions).length > 0 && { conditions }), ...(pinned !== undefined && { pinned }) };
  const effect = { kind: 'call', protocol: task.call, members, authentications, ...more, hinted } as const;
  if (streaming !== null) return compileSubscription({ compilation, around, metadata, effect, ...streaming });
  return {
    kind: 'call',
    effect,
    repeat: repeatRule(metadata, repeating === 'hinted' ? 'safe' : repeating),
  };
}

function gather(gathering: Gathering, compiling: Compiling<ProtocolCall>): Repeating {
  const { task } = compiling;
  if (isCall(task, 'openapi')) return openapi(gathering, task);
  if (isCall(task, 'grpc')) return grpc(gathering, task);
  if (isCall(task, 'mcp')) return mcp(gathering, task);
  if (isCall(task, 'a2a')) return a2a(gathering, task);
  return asyncapi(gathering, task);
}

function isCall<P extends ProtocolCall['call']>(task: ProtocolCall, protocol: P): task is CallOf<P> {
  return task.call === protocol;
}

function openapi(gathering: Gathering, { with: given }: CallOf<'openapi'>): Repeating {
  resource(gathering, 'document', given.document.endpoint);
  values(gathering, ['operationId', 'parameters']);
  gathering.members['output'] = constant(given.output ?? 'content');
  gathering.members['redirect'] = constant(given.redirect ?? false);
  authenticate(gathering, 'authentication', given.authentication);
  return 'hinted';
}

function grpc(gathering: Gathering, { with: given }: CallOf<'grpc'>): Repeating {
  resource(gathering, 'proto', given.proto.endpoint);
  const { name, host, port } = given.service;
  gathering.members['service'] = constant({ name, host, ...(port !== undefined && { port }) });
  values(gathering, ['method', 'arguments']);
  authenticate(inService(gathering), 'authentication', given.service.authentication);
  return 'hinted';
}

function inService(gathering: Gathering): Gathering {
  return { ...gathering, site: deeper(gathering.site, 'service') };
}

function mcp(gathering: Gathering, { with: given }: CallOf<'mcp'>): Repeating {
  const { compilation, site, members } = gathering;
  const { transport, timeout } = given;
  values(gathering, ['protocolVersion', 'method', 'parameters', 'client']);
  if (timeout !== undefined) members['timeout'] = compileDuration(compilation, timeout, deeper(site, 'timeout'));
  const inTransport = { ...gathering, site: deeper(site, 'transport') };
  values(inTransport, ['options']);
  if ('stdio' in transport)
    values({ ...gathering, site: deeper(inTransport.site, 'stdio') }, ['command', 'arguments', 'environment']);
  else {
    const inHttp = { ...gathering, site: deeper(inTransport.site, 'http') };
    target(inHttp, { member: 'endpoint', at: ['endpoint'], role: 'call' }, transport.http.endpoint);
    values(inHttp, ['headers']);
  }
  return given.method === 'tools/call' ? 'hinted' : 'safe';
}

/** Methods that change something in a way that a second time would change again. */
const unrepeatable = new Set(['message/send', 'message/stream', 'tasks/pushNotificationConfig/set']);

function a2a(gathering: Gathering, { with: given }: CallOf<'a2a'>): Repeating {
  values(gathering, ['method', 'parameters']);
  if (given.agentCard !== undefined) resource(gathering, 'agentCard', given.agentCard.endpoint);
  if (given.server !== undefined) target(gathering, { member: 'server', at: ['server'], role: 'call' }, given.server);
  return unrepeatable.has(given.method) ? 'never' : 'safe';
}

function streamingOf({ site }: Gathering, task: ProtocolCall): Streaming | null {
  if (!isCall(task, 'asyncapi') || !('subscription' in task.with)) return null;
  const { subscription } = task.with;
  const { foreach } = subscription;
  return foreach === undefined
    ? null
    : { subscription: { ...subscription, foreach }, site: { ...deeper(site, 'subscription'), secrets: false } };
}

function asyncapi(gathering: Gathering, { with: given }: CallOf<'asyncapi'>): Repeating {
  const { compilation, site, conditions, members } = gathering;
  resource(gathering, 'document', given.document.endpoint);
  values(gathering, ['operation', 'channel', 'server', 'protocol', 'message']);
  authenticate(gathering, 'authentication', given.authentication);
  if (!('subscription' in given)) return 'never';
  const { filter, consume, foreach } = given.subscription;
  const at = { ...deeper(site, 'subscription'), secrets: false };
  const condition = (name: string, source: string, where: Site): void => {
    conditions[name] = compilation.computed(source, where);
  };
  if (filter !== undefined) condition('filter', filter, deeper(at, 'filter'));
  if (consume.for !== undefined)
    members['for'] = compileDuration(compilation, consume.for, deeper(at, 'consume', 'for'));
  // With `foreach` it is the work on the messages that knows when there are enough of them.
  if (foreach !== undefined) members['streams'] = constant(true);
  else if ('while' in consume) condition('while', consume.while, deeper(at, 'consume', 'while'));
  else if ('until' in consume) condition('until', consume.until, deeper(at, 'consume', 'until'));
  else if ('amount' in consume) members['amount'] = constant(consume.amount);
  return 'safe';
}

/** Members that are evaluated as they were written. */
function values({ compilation, site, members }: Gathering, names: readonly string[]): void {
  for (const name of names) {
    const at = deeper(site, name);
    const written = compilation.written(at.path);
    if (written !== undefined) members[name] = compilation.template(written, at);
  }
}

/** A description to fetch before the call can be made. */
function resource(gathering: Gathering, member: string, endpoint: Endpoint): void {
  target(gathering, { member, at: [member, 'endpoint'], role: 'document' }, endpoint);
}

interface Place {
  readonly member: string;
  /** Where the endpoint stands, from `with`. */
  readonly at: readonly string[];
  readonly role: keyof Authentications;
}

function target(gathering: Gathering, { member, at, role }: Place, endpoint: Endpoint): void {
  const { compilation, site, members, authentications } = gathering;
  const { uri, authentication } = compileEndpoint(compilation, endpoint, deeper(site, ...at));
  members[member] = uri;
  if (authentication !== undefined) authentications[role] = authentication;
}

function authenticate(
  { compilation, site, authentications }: Gathering,
  name: string,
  written: ReferableAuthentication | undefined,
): void {
  if (written === undefined) return;
  const compiled = compileAuthentication(compilation, written, deeper(site, name));
  if (compiled !== undefined) authentications.call = compiled;
}
