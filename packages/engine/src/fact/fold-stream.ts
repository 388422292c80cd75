import {
  budgetOf,
  budgetToJson,
  contextOf,
  contextToJson,
  foldBudget,
  foldContext,
  foldLimit,
  foldLock,
  foldMailbox,
  limitOf,
  limitToJson,
  lockOf,
  lockToJson,
  mailboxOf,
  mailboxToJson,
  type Fact,
  type JsonObject,
} from '@batonhq/core';

/** How the states of streams are kept that tables show to people, by what a stream is about. */
const kinds: readonly {
  readonly isOurs: (stream: string) => boolean;
  readonly fold: (facts: readonly Fact[]) => JsonObject;
}[] = [
  { isOurs: (stream) => contextOf(stream) !== null, fold: (facts) => contextToJson(foldContext(facts)) },
  { isOurs: (stream) => mailboxOf(stream) !== null, fold: (facts) => mailboxToJson(foldMailbox(facts)) },
  { isOurs: (stream) => lockOf(stream) !== null, fold: (facts) => lockToJson(foldLock(facts)) },
  { isOurs: (stream) => limitOf(stream) !== null, fold: (facts) => limitToJson(foldLimit(facts)) },
  { isOurs: (stream) => budgetOf(stream) !== null, fold: (facts) => budgetToJson(foldBudget(facts)) },
];

/** What a journal keeps of a stream beside its facts; null for streams that are folded when they are opened. */
export function foldStream(stream: string, facts: readonly Fact[]): JsonObject | null {
  return kinds.find(({ isOurs }) => isOurs(stream))?.fold(facts) ?? null;
}
