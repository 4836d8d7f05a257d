/** Formulas: how each measure is made of the counters of a place, exactly or between two bounds (docs/counting.md). */
import type { Counter } from '../../contract/counters.ts'
import { countersIn, isEntry, kindOf, type Place } from './place.ts'

/** The truth lies between the two, both possible; it is known where they are equal. Sums, or a ratio. */
export interface ValueRange {
  lower: number
  upper: number
}

/** Null: unknown, as the share of nothing. Undefined: what is stored cannot tell. */
export type Value = ValueRange | null | undefined

/** What of the store a formula is made of. */
export type Reads = 'sums' | 'exits' | 'browsers' | 'site' | 'newcomers' | 'overnight' | 'vital'

/** First views of the day, new browsers and the counter that no browser can exceed, of one place and window. */
export interface BrowserCounts {
  /** Different browsers by the id-free proof: the most of firstOfDay(D) + new ones after D. */
  proved: number
  /** Σ firstOfDay. */
  opened: number
  /** Of `opened`, those of the window's first day. */
  openedFirst: number
  /** Σ newVisitors, and the most that one site and path holds of it. */
  added: number
  addedMost: number
  /** Σ of the counter that bounds the visitors from above. */
  most: number
  /** What rare values told together once they were folded: any part of it may belong here. */
  few: { opened: number; openedFirst: number; added: number }
}

/** What the sites let their visitors tell, by their settings as they are now. */
export interface Tells {
  /** False with the baseline `none`: the share of views with consent is then unknown. */
  withoutConsent: boolean
  /** False with the detail `domain`: nobody then says where a visit ended. */
  pages: boolean
}

/** All that was read for one place, value and window. */
export interface FormulaInput {
  place: Place
  /** The site's total less what does not pass. */
  complement: boolean
  /** A counter's sum, never below zero. */
  count: (counter: Counter) => number
  /** The paths that are taken together are several, or one of them is itself several pages: visits that saw one may have seen another. */
  paths: { several: boolean }
  exits: number
  browsers: BrowserCounts
  /** The visitors of the site as a whole, and its new ones. */
  site: ValueRange
  newcomers: number
  tells: Tells
  /** Browsers in the middle of a visit at the window's first and last midnight: at most so many. */
  overnight: { into: number; outOf: number }
}

interface Formula<Needed extends Counter = Counter> {
  /** Counters without which it cannot be worked out. */
  needs: readonly Needed[]
  reads: readonly Reads[]
  value: (given: FormulaInput) => Value
  /** What of it adds up over the rows of a list, in counters of whatever sign. */
  adds?: (sum: (counter: Counter) => number) => number
}

const exact = (value: number): ValueRange => ({ lower: value, upper: value })
const share = (part: number, whole: number): Value => (whole > 0 ? exact(part / whole) : null)
const sum = <Name extends Counter>(counter: Name): Formula<Name> => ({
  needs: [counter],
  reads: ['sums'],
  value: ({ count }) => exact(count(counter)),
  adds: (sum) => sum(counter),
})
const perVisit = <Name extends Counter>(counter: Name): Formula<Name | 'consentedVisits'> => ({
  needs: [counter, 'consentedVisits'],
  reads: ['sums'],
  value: ({ count }) => share(count(counter), count('consentedVisits')),
})
/** Under a path the visits are those that saw it; of several paths together a share says nothing. */
const perSight = <Name extends Counter>(counter: Name, { reads, value }: Formula): Formula<Name | 'firstInVisit' | 'consentedVisits'> => ({
  needs: [counter, 'firstInVisit', 'consentedVisits'],
  reads,
  value: (given) => (given.paths.several ? undefined : shareOf(given.count(counter), value(given) as ValueRange)),
})
const shareOf = (part: number, { lower, upper }: ValueRange): Value => (lower > 0 ? { lower: part / upper, upper: part / lower } : null)
/** Consented visits that saw a path: each said so once in each tab and on each host where it did, and not if it had just come from there. */
const sights = {
  needs: ['firstInVisit', 'consentedVisits', 'firstOfDay', 'newVisitors'],
  reads: ['sums', 'browsers'],
  // Those that began there; or those that opened a browser's day, each of which says that in one tab alone.
  value: ({ count, paths, browsers }) => seenBy(count, paths.several ? browsers.proved : browsers.opened),
} as const satisfies Formula
/** Crosses do not tell which opened a day. */
const crossSights = {
  needs: ['firstInVisit', 'consentedVisits'],
  reads: ['sums'],
  value: ({ count }) => seenBy(count, 0),
} as const satisfies Formula

function seenBy(count: FormulaInput['count'], known: number): ValueRange {
  const said = count('firstInVisit')
  return spread(Math.max(count('consentedVisits'), Math.min(Math.max(known, 1), said)), said)
}
const browsersUpTo = <Name extends Counter>(
  counter: Name,
  upper: (given: FormulaInput) => number,
): Formula<Name | 'firstOfDay' | 'newVisitors'> => ({
  needs: ['firstOfDay', 'newVisitors', counter],
  reads: counter === 'consentedVisits' ? ['browsers', 'site', 'overnight'] : ['browsers', 'site'],
  value: (given) => withinSite(proved(given), upper(given), given),
})

/** Different browsers at least. What is left of the site's total may hold rare values that were to be taken from it. */
function proved({ browsers: { proved, few, most }, complement }: FormulaInput): number {
  if (few.opened === 0) return proved
  return Math.max(most > 0 ? 1 : 0, complement ? proved - few.opened : proved)
}

/** First views of the day at most: of folded rare values any may belong here, but none without a view. */
function openedAtMost({ browsers: { opened, few, most }, complement }: FormulaInput): number {
  if (few.opened === 0) return opened
  return complement ? Math.min(opened, most) : Math.min(opened + few.opened, Math.max(opened, most))
}

/** One browser at least where there is a view; at most one for each first view of a visit, and each visit that went on over the midnight with a view more. */
function sighted(given: FormulaInput): ValueRange {
  const { browsers, overnight, count } = given
  const views = count('consentedViews')
  const goneOn = Math.min(overnight.into, Math.max(0, views - browsers.most))
  return withinSite(Math.max(proved(given), views > 0 ? 1 : 0), browsers.most + goneOn, given)
}

function newcomers({ browsers: { addedMost, added, few, most }, complement }: FormulaInput): ValueRange {
  if (few.added === 0) return spread(addedMost, added)
  return complement ? spread(addedMost - few.added, added) : spread(addedMost, Math.min(added + few.added, Math.max(added, most)))
}

const withinSite = (lower: number, upper: number, { site }: FormulaInput): ValueRange => ({
  lower,
  upper: Math.max(lower, Math.min(upper, site.upper)),
})

export const formulas = {
  views: sum('views'),
  /** Visits by their first view. */
  visits: sum('visits'),
  /** Visits that saw a path. Without consent a visit is known by its first view only, so the others are between none and all. */
  saw: { needs: ['views', 'consentedViews', 'visits', ...sights.needs], reads: sights.reads, value: saw },
  sawConsented: crossSights,
  /** With and without consent together: at least those that began here, at most one a view. */
  sawAmong: {
    needs: ['firstInVisit', 'views', 'visits'],
    reads: ['sums'],
    value: ({ count }) => spread(Math.max(count('visits'), Math.min(1, count('views'))), count('views')),
  },
  /** The site's visitors, by recency: exact for up to 31 days. */
  recency: { needs: ['firstOfDay'], reads: ['site'], value: ({ site }) => site },
  /** A browser's own property: it stands on each first view of the day, so no more browsers than those. */
  sameBrowser: browsersUpTo('consentedViews', openedAtMost),
  /** A visit's property: a browser for each visit that began, or went on over the first midnight. */
  begun: browsersUpTo('consentedVisits', ({ browsers, overnight, place }) =>
    // An entry page is told by the visit's first view alone, so not by the views that open the window's first day.
    isEntry(place)
      ? browsers.most + overnight.into
      : browsers.most + Math.min(browsers.openedFirst + browsers.few.openedFirst, overnight.into),
  ),
  /** A path: a browser for each visit that saw it first in the window, or had seen it before the window's first midnight and sees it again. */
  sighted: {
    needs: ['firstOfDay', 'newVisitors', 'firstInVisit', 'consentedViews'],
    reads: ['browsers', 'site', 'sums', 'overnight'],
    value: sighted,
  },
  /** A view's property: a browser for each view. */
  seen: browsersUpTo('consentedViews', ({ browsers }) => browsers.most),
  /** Crosses do not count browsers: one at least where there was a consented view, and no more than visits or views. */
  few: { needs: [], reads: ['sums', 'site', 'overnight'], value: few },
  newcomers: {
    needs: ['firstOfDay', 'newVisitors'],
    reads: ['browsers'],
    value: newcomers,
  },
  /**
   * Of a path: those that say so; and perhaps each visit that does not say whether it opened a day, but no more than are new to the site, or were so on the
   * evening before.
   */
  newSights: {
    needs: ['firstOfDay', 'newVisitors', 'firstInVisit'],
    reads: ['browsers', 'sums', 'newcomers', 'overnight'],
    value: ({ browsers: { addedMost, added, opened }, count, newcomers, overnight }) =>
      spread(addedMost, Math.min(added + Math.max(0, count('firstInVisit') - opened), newcomers + overnight.into)),
  },
  entries: sum('consentedVisits'),
  exits: { needs: [], reads: ['exits'], value: ({ exits, tells }) => (tells.pages ? exact(exits) : undefined) },
  /** Each visit has one exit, on the day of its last view: as many as visits, but for those that go on over a midnight. */
  moved: {
    needs: ['consentedVisits'],
    reads: ['sums', 'overnight'],
    value: ({ count, overnight }) => spread(count('consentedVisits') - overnight.outOf, count('consentedVisits') + overnight.into),
  },
  bounces: {
    needs: ['consentedVisits', 'secondViews'],
    reads: ['sums'],
    value: ({ count }) => exact(bounces(count)),
    adds: (sum) => sum('consentedVisits') - sum('secondViews'),
  },
  bounceRate: {
    needs: ['consentedVisits', 'secondViews'],
    reads: ['sums'],
    value: ({ count }) => share(bounces(count), count('consentedVisits')),
  },
  viewsPerVisit: perVisit('consentedViews'),
  viewsPerSight: perSight('consentedViews', sights),
  viewsPerCrossSight: perSight('consentedViews', crossSights),
  seconds: sum('seconds'),
  secondsPerVisit: perVisit('seconds'),
  secondsPerSight: perSight('seconds', sights),
  secondsPerCrossSight: perSight('seconds', crossSights),
  /** A view that was accepted in a later hour stands there as consented and in its own hour as a view: never more than all. */
  coverage: {
    needs: ['consentedViews', 'views'],
    reads: ['sums'],
    value: coverage,
  },
  /** As if those who did not consent saw as many pages as those who did. */
  estimate: { needs: ['consentedViews', 'views', 'firstOfDay'], reads: ['sums', 'site'], value: estimate },
  count: sum('count'),
  /** A histogram's quantile or share: worked out where it is read. */
  vital: { needs: [], reads: ['vital'], value: () => null },
} as const satisfies Record<string, Formula>

export type FormulaName = keyof typeof formulas

/** A counter that no formula needs is named by the compiler as missing: it would be stored, and never told. */
export const untold: Record<Exclude<Counter, (typeof formulas)[FormulaName]['needs'][number]>, never> = {}

/** The formula of that name, typed as any formula. */
export function formulaOf(name: FormulaName): Formula {
  return formulas[name]
}

/** The counter that bounds the visitors of a formula from above, where it is read with the browsers. */
export function upperCounter(name: FormulaName): Counter | null {
  return formulaOf(name).needs.find((each) => each !== 'firstOfDay' && each !== 'newVisitors') ?? null
}

function spread(lower: number, upper: number): ValueRange {
  const floor = Math.max(0, lower)
  return { lower: floor, upper: Math.max(floor, upper) }
}

function coverage({ count, tells }: FormulaInput): Value {
  return tells.withoutConsent ? share(Math.min(count('consentedViews'), count('views')), count('views')) : null
}

function estimate(given: FormulaInput): Value {
  const covered = coverage(given)
  if (!covered || covered.lower === 0) return null
  return { lower: Math.round(given.site.lower / covered.lower), upper: Math.round(given.site.upper / covered.lower) }
}

function bounces(count: FormulaInput['count']): number {
  return Math.max(0, count('consentedVisits') - count('secondViews'))
}

function saw(given: FormulaInput): ValueRange {
  const { count } = given
  const consented = sights.value(given) as ValueRange
  const unconsentedViews = Math.max(0, count('views') - count('consentedViews'))
  const landings = Math.max(0, count('visits') - count('consentedVisits'))
  return spread(consented.lower + landings, consented.upper + Math.max(unconsentedViews, landings))
}

function few(given: FormulaInput): ValueRange {
  const { count, place, overnight } = given
  const kind = kindOf(place)
  const carried = countersIn(place)
  const known = kind.startsWith('open') ? count('firstInVisit') : Math.max(count('views'), count('visits'))
  const uppers: number[] = []
  if (carried.has('firstInVisit')) uppers.push(count('firstInVisit'))
  else if (carried.has('views')) uppers.push(count('views'))
  if (kind === 'cross' || isEntry(place)) uppers.push(count('visits') + overnight.into)
  return withinSite(known > 0 ? 1 : 0, Math.min(...uppers), given)
}
