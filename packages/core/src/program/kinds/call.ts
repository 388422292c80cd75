import type { CallTask, FunctionCall } from '../../definition/schema/task.ts';
import { compileFunctionCall } from './function-call.ts';
import { compileHttp, type HttpCall } from './http-call.ts';
import type { KindCompiler } from './kind-compiler.ts';
import { compileProtocol } from './protocol-call.ts';

/** `call`: HTTP, another protocol, or a function. */
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
