import { canonicalJson, sha256, type JsonObject } from '@batonhq/core';

/** The digest of what a function says about itself. Its code is none of it: another code is another version. */
export function functionDigest(said: JsonObject): string {
  return sha256(canonicalJson(said));
}
