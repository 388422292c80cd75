/** A length of time: ISO 8601 such as `PT30S`, or by units. */
export type Duration =
  | string
  | {
      readonly days?: number;
      readonly hours?: number;
      readonly minutes?: number;
      readonly seconds?: number;
      readonly milliseconds?: number;
    };
