/** Limits of the collector as plain numbers: contract/bounds.ts, which has their reasons, would bring its texts into the page. A test compares. */

/** Days of the longest window. */
export const queryDays = 4_000
/** Rows of one answer. */
export const queryRows = 10_000
/** Questions of one request. */
export const queryQuestions = 20
