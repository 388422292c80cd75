/** Requests by the functions that serve them, in order. What is in `check` is never learned from. */
export type WrittenRequests = Readonly<
  Record<string, { readonly training: readonly string[]; readonly check: readonly string[] }>
>;
