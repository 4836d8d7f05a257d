/** Two browsers with one visible present and different pasts: the presents, and what they may have lived through before. */
import fc from 'fast-check'
import { dayText } from '../../snippet/days.ts'
import { minutes } from './simulated/site.ts'

/** What is the same of both, in days since 1970: their weeks by their Mondays. */
export interface Present {
  /** No answer is kept; a no is kept; a yes, and all that it lets be kept. */
  kind: 'asked' | 'refused' | 'returning'
  /** The day of the last counted view, the week of the first, the week of the answer. */
  seen: number
  since: number
  answered: number
  /** Views of the visit in progress; 0: there is none. It tells no more than 11. */
  views: number
}

/** A visit of the past: `at` from 0 to 1 within the time it may lie in. */
export interface PastVisit {
  at: number
  pages: string[]
  labels: string
  referrer: string
  router: boolean
  otherTab: boolean
  pause: number
}

/** A life of which nothing may be left. */
export interface Discarded {
  visits: PastVisit[]
  answer: 'Accept' | 'Reject'
  /** A new policy ends a yes as a withdrawal does, at the next page. */
  end: 'cleared' | 'withdrawn' | 'withdrawn in another tab' | 'new policy'
}

export interface Past {
  discarded: Discarded[]
  /** Where in the week of the first view it lies, and how that week goes. */
  first: PastVisit
  regrets: number
  between: PastVisit[]
  /** At least one on the last day. */
  last: PastVisit[]
  /** Where in its week the answer of a later week was pressed again. */
  renewedAt: number
  /** What the visit in progress saw before its last page, in a tab that is closed again, and how many views past the eleventh. */
  wandered: string[]
  more: number
}

const path = fc.constantFrom('/', '/parks', '/permits', '/library', '/news/2026')
const pastVisit: fc.Arbitrary<PastVisit> = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  pages: fc.array(path, { minLength: 1, maxLength: 5 }),
  labels: fc.constantFrom('', '?utm_source=letter', '?utm_source=a&utm_medium=b&utm_campaign=c'),
  referrer: fc.constantFrom('', 'https://news.org/', 'https://search.example/x?q=1'),
  router: fc.boolean(),
  otherTab: fc.boolean(),
  pause: fc.integer({ min: 1, max: 1_700 }),
})

export const past: fc.Arbitrary<Past> = fc.record({
  discarded: fc.array(
    fc.record({
      visits: fc.array(pastVisit, { maxLength: 3 }),
      answer: fc.constantFrom('Accept' as const, 'Reject' as const),
      end: fc.constantFrom('cleared' as const, 'withdrawn' as const, 'withdrawn in another tab' as const, 'new policy' as const),
    }),
    { maxLength: 2 },
  ),
  first: pastVisit,
  regrets: fc.integer({ min: 0, max: 2 }),
  between: fc.array(pastVisit, { maxLength: 4 }),
  last: fc.array(pastVisit, { minLength: 1, maxLength: 3 }),
  renewedAt: fc.double({ min: 0, max: 0.999, noNaN: true }),
  wandered: fc.array(path, { minLength: 1, maxLength: 5 }),
  more: fc.integer({ min: 0, max: 4 }),
})

/** The day of the present, a Thursday, and its hour: nine. */
export const today = 20_776
export const now = today * 86_400_000 + minutes(9 * 60)
const monday = (day: number) => day - ((day + 3) % 7)

export const present: fc.Arbitrary<Present> = fc
  .record({
    kind: fc.constantFrom('asked' as const, 'refused' as const, 'returning' as const, 'returning' as const),
    ago: fc.constantFrom(0, 0, 1, 2, 3, 4, 9, 30, 31, 44),
    since: fc.integer({ min: 0, max: 10 }),
    answered: fc.integer({ min: 0, max: 10 }),
    views: fc.constantFrom(0, 0, 1, 3, 11),
  })
  .map(({ kind, ago, since, answered, views }) => {
    const week = monday(today - ago)
    const first = week - 7 * since
    return {
      kind,
      seen: today - ago,
      since: first,
      answered: Math.min(week, first + 7 * answered),
      views: kind === 'returning' ? views : 0,
    }
  })

/** What is declared of the present, as the cookies should say it, but for the visit in progress. */
export function expectedJar({ kind, seen, since, answered, views }: Present): Record<string, string> {
  if (kind === 'asked') return {}
  const answer = { ff_consent: `${dayText(answered)}:1:${kind === 'returning' ? 's' : ''}` }
  return kind === 'refused' ? answer : { ...answer, ff_seen: dayText(views ? today : seen), ff_since: dayText(since) }
}
