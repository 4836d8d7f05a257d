/** The questions of what stands far down the page, asked in a request of their own once the reader comes near: retention, consent. */
import type { Day } from '../contract/day.ts'
import { choicesQuestion } from './choices.ts'
import type { Ask } from './query/client.ts'
import { retentionQuestion } from './retention.ts'
import type { Days } from './state/range.ts'

/** In the order retention, choices. */
export function laterQuestions(site: string, days: Days, today: Day): Ask[] {
  return [retentionQuestion(site, days, today), choicesQuestion(site, days)]
}
