import type { Seed } from '../random/seeded-random.ts';

/**
 * Seeds that failed once. They are played with every commit, beside the plain ones: a seed keeps its meaning as long as
 * the simulation draws its numbers in the same order, and costs nothing once it has lost it. What each of them found
 * also has a test of its own that does not depend on chance.
 */
export const regressionSeeds: readonly Seed[] = [
  2_089, // an engine that closed on a full disk did not close
  2_355, // a child that ended while the function that called it was held was never heard of
  2_709, // the row said "cancelling" after a compensation had failed
  2_886, // the code of a step ran twice when a person let it run again as its function asked for it again
  3_015, // an equal value was recorded as a change after a restart, and not before it
  3_168, // a step of a held function was forgotten by recovery
  3_427, // the same, deep in `all`
  4_695, // an outcome was lost that came while its step was being abandoned, and the disk was full
  5_529, // a step that must not be repeated was, because its function stopped before its code had ended
  6_614, // the same, in `all`
  10_997, // an engine that died while it closed was taken for one that does not close
  12_872, // a function heard of its own step before a timer that stood before it, and went another way when invoked again
  13_736, // a function asked again for a step that a person was just settling, and claimed it anew
  13_974, // a timer that a full disk refused to arm was taken for armed
  13_986, // a branch that was left behind while it computed kept the place of its function for good
  50_283, // a step that was abandoned before it was paid for opened the accounts of its execution again
  50_522, // a call that had lost a race while it waited for its turn began all the same, and kept its place
  52_747, // a function inside of one that was put into quarantine was not told to stop, and stood still for good
  53_372, // after a restart a place was given back for the end of a step that a full disk had not taken yet
];

/** The last of them that was found before steps cost anything and calls had limits. */
const lastOfOldWorld = 13_986;

/** True for a seed that failed in a world without costs and limits: with them it would tell of something else. */
export function isOfOldWorld(seed: Seed): boolean {
  return seed <= lastOfOldWorld && regressionSeeds.includes(seed);
}
