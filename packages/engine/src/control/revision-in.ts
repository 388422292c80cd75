import { isJsonObject, type JsonObject } from '@batonhq/core';
import type { RevisionRequest } from '../revision/revisions.ts';
import { RequestError } from './problem.ts';
import { given, needed, textIn } from './request-parts.ts';

/** Reads a revision that somebody proposes. Throws {@link RequestError}. */
export function revisionIn(body: JsonObject): RevisionRequest {
  const definition = body['definition'];
  if (!isJsonObject(definition)) throw new RequestError('a revision has a definition, as an object');
  const approval = body['approval'];
  return {
    definition,
    by: needed(body, 'by'),
    ...given('because', textIn(body, 'because')),
    ...given('approval', isJsonObject(approval) ? approvalIn(approval) : undefined),
  };
}

function approvalIn({ roles, quorum, expires }: JsonObject): NonNullable<RevisionRequest['approval']> {
  return {
    ...(Array.isArray(roles) && { roles: roles.filter((role) => typeof role === 'string') }),
    ...(typeof quorum === 'number' && { quorum }),
    ...(typeof expires === 'number' && { expires }),
  };
}
