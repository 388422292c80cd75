/** What a definition may be at most; beyond it is refused before it costs time or memory. */
export interface DefinitionLimits {
  /** UTF-16 code units of the text. */
  readonly characters: number;
  /** Levels of maps and lists inside one another. */
  readonly depth: number;
  /** Maps, lists and scalars, aliases counted as what they stand for. The text may have three tokens for each. */
  readonly values: number;
  /** `*alias` nodes. */
  readonly aliases: number;
  /** Problems that are reported; the rest are counted. */
  readonly problems: number;
}

/** Far above what people and planners write. */
export const defaultLimits: DefinitionLimits = {
  characters: 1024 * 1024,
  depth: 128,
  values: 100_000,
  aliases: 100,
  problems: 100,
};
