import type { ConsentCategory } from './consent/purposes.ts'

/**
 * What a visitor may agree to. An answer is a set of these: `ff_consent` ends with the letter of each category that was agreed to, in this order, and a
 * reader overlooks letters that it does not know (a later version's).
 */
export const categories = { statistics: 's' } as const satisfies Partial<Record<ConsentCategory, string>>

export type CategoryLetter = (typeof categories)[keyof typeof categories]
