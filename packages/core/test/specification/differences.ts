import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../../src/definition/diagnostic.ts';

/** A place where we read the reference differently than the schema file does, and why. */
export interface Difference<T> {
  readonly why: string;
  readonly explains: (problem: T) => boolean;
}

/** What we refuse although the schema file lets it pass. */
export const stricter: readonly Difference<Diagnostic>[] = [
  {
    why: 'the schema file leaves these maps open; the reference lists all of their properties, so another one is a typo',
    explains: ({ message, pointer }) =>
      message.startsWith('unknown property') &&
      [
        /^\/[^/]+$/,
        /\/emit\/event\/[^/]+$/,
        /\/catch\/errors(\/with)?\/[^/]+$/,
        /\/with\/(transport\/|transport\/http\/|transport\/stdio\/|client\/)?[^/]+$/,
        /\/(oauth2|oidc)\/(endpoints|request)\/[^/]+$/,
        /^\/use\/authentications\/[^/]+\/[^/]+$/,
        /\/correlate\/[^/]+\/[^/]+$/,
      ].some((pattern) => pattern.test(pointer)),
  },
  {
    why: 'an open map lets a second scheme pass when it is malformed',
    explains: ({ message, pointer }) =>
      message.startsWith('only one of') && /^\/use\/authentications\/[^/]+$/.test(pointer),
  },
  {
    why: 'the reference requires "authority" and "grant"',
    explains: ({ message, pointer }) =>
      /\/(oauth2|oidc)\/(authority|grant)$/.test(pointer) && message.endsWith('is missing'),
  },
  {
    why: 'an event to emit is given in "with"',
    explains: ({ pointer, message }) => pointer.endsWith('/emit/event/with') && message.endsWith('is missing'),
  },
  {
    why: 'the reference requires an agent card or a server',
    explains: ({ expected }) => expected === '"agentCard" or "server"',
  },
  { why: 'a duration is not negative', explains: ({ expected }) => expected === 'a whole number, 0 or more' },
  {
    why: 'a schedule without a trigger never starts anything',
    explains: ({ expected }) => expected === 'a map with one of: every, cron, after, on',
  },
  {
    why: 'a text that is no cron expression never starts anything',
    explains: ({ expected }) => expected?.startsWith('a cron expression') === true,
  },
  {
    why: 'a definition in another version of the language may mean something else',
    explains: ({ pointer }) => pointer === '/document/dsl',
  },
  {
    why: 'the reference says that "evaluate" is a map with a language and a mode; the schema file forgot it',
    explains: ({ pointer }) => pointer.startsWith('/evaluate'),
  },
  {
    why: 'the schema file requires the version of an MCP client and describes it under another name',
    explains: ({ pointer }) => pointer.endsWith('/with/client/version'),
  },
];

/** What we accept although the schema file refuses it. */
export const wider: readonly Difference<ErrorObject>[] = [
  {
    why: 'the reference allows any input for a subworkflow',
    explains: ({ instancePath }) => instancePath.endsWith('/run/workflow/input'),
  },
  {
    why: 'the reference allows any value in a query; numbers and booleans have one way to be written in headers too',
    explains: ({ instancePath }) => /\/with\/(headers|query)(\/[^/]*)?$/.test(instancePath),
  },
  {
    why: 'the reference names certificates, and extensions that extend extensions',
    explains: ({ instancePath, params }) => instancePath.endsWith('extend') || 'certificate' in params,
  },
];
