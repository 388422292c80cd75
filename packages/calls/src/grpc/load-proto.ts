import protobuf from 'protobufjs';
import { fault, FaultError } from '@batonhq/core';
import { loadReferred, loadResource, type Loading } from '../resource/load-resource.ts';

/** Proto files fetched for one call: more are a mistake or an attack. */
const mostFiles = 100;

/**
 * Fetches a proto file and what it imports, relative to the folder of the first; files of Google's own that every
 * compiler brings are known. Throws a `FaultError` when one of them is missing or is no proto file.
 */
export async function loadProto(location: string, loading: Loading): Promise<protobuf.Root> {
  const root = new protobuf.Root();
  const first = await loadResource(location, loading);
  const folder = new URL('.', first.url);
  const waiting = [...parsed(root, first.bytes, location)];
  const seen = new Set<string>();
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (seen.size > mostFiles) throw new FaultError(fault('configuration', `${location} imports too many files`));
    const common = protobuf.common.get(name)?.nested;
    if (common !== undefined) root.addJSON(common);
    else {
      const { url, bytes } = await loadReferred(new URL(name, folder), first.url, loading);
      waiting.push(...parsed(root, bytes, url.href));
    }
  }
  return resolved(root, location);
}

/** The imports of a file that was added to the root. */
function parsed(root: protobuf.Root, bytes: Buffer, location: string): readonly string[] {
  try {
    const { imports = [], weakImports = [] } = protobuf.parse(bytes.toString('utf8'), root, { keepCase: true });
    return [...imports, ...weakImports];
  } catch (error) {
    throw new FaultError(fault('configuration', `${location} is no proto file: ${messageOf(error)}`));
  }
}

function resolved(root: protobuf.Root, location: string): protobuf.Root {
  try {
    root.resolveAll();
    return root;
  } catch (error) {
    throw new FaultError(fault('configuration', `${location} is not complete: ${messageOf(error)}`));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
