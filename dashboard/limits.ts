/** What the collector answers at most, as plain numbers: contract/bounds.ts has them with their reasons, and a test compares. */

/** Days of the longest window. */
export const queryDays = 4_000
/** Rows of one answer. */
export const queryRows = 10_000
