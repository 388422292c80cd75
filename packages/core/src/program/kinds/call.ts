import type { CallTask, FunctionCall } from '../../definition/schema/task.ts';
import { isJsonObject } from '../../kernel/json.ts';
import { compileAuthentication } from '../authentication.ts';
import { siteIn, type TaskBody } from '../compilation.ts';
import { checkIterator } from '../iterator.ts';
import { compileFunctionCall } from './function-call.ts';
import { compileHttp, type HttpCall } from './http-call.ts';
import type { Compiling, KindCompiler } from './kind-compiler.ts';

type AsyncapiCall = Extract<CallTask, { call: 'asyncapi' }>;
type ProtocolCall = Exclude<CallTask, FunctionCall>;

/** `call`: HTTP, a function, or a protocol that is checked here and faults when it is reached. */
export const compileCall: KindCompiler<CallTask> = (compiling) => {
  const { task } = compiling;
  if (isHttp(task)) return compileHttp({ ...compiling, task });
  if (isFunction(task)) return compileFunctionCall({ ...compiling, task });
  return compileProtocol({ ...compiling, task });
};

function isHttp(task: CallTask): task is HttpCall {
  return task.call === 'http';
}

function isFunction(task: CallTask): task is FunctionCall {
  return !['openapi', 'grpc', 'asyncapi', 'mcp', 'a2a'].includes(task.call);
}

function isAsyncapi(task: ProtocolCall): task is AsyncapiCall {
  return task.call === 'asyncapi';
}

function compileProtocol(compiling: Compiling<ProtocolCall>): TaskBody {
  const { task, compilation, around } = compiling;
  const site = { ...siteIn(around, 'with'), secrets: true };
  const { subscription, ...rest } = members(compilation.written(site.path));
  const { foreach: _later, ...subscribed } = members(subscription);
  compilation.template(subscription === undefined ? rest : { ...rest, subscription: subscribed }, site);
  if (isAsyncapi(task)) checkSubscription({ ...compiling, task });
  const authentication = 'authentication' in task.with ? task.with.authentication : undefined;
  if (authentication !== undefined)
    compileAuthentication(compilation, authentication, siteIn(around, 'with', 'authentication'));
  return { kind: 'call', effect: { kind: 'unavailable', what: `call: ${task.call}` }, repeat: 'safe' };
}

function members(value: unknown) {
  return isJsonObject(value) ? value : {};
}

function checkSubscription({ task, compilation, around }: Compiling<AsyncapiCall>): void {
  if (!('subscription' in task.with) || task.with.subscription.foreach === undefined) return;
  checkIterator(compilation, task.with.subscription.foreach, {
    ...around,
    path: [...around.path, 'with', 'subscription', 'foreach'],
  });
}
