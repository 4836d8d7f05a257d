/** Counting without an identifier: what a view may say of its browser's past, and what is kept for the next one. Pure. */
import type { ViewEvent } from '../contract/events.ts'
import { deepestVisit, depthSteps, longestRecency, oldestWeek } from '../contract/rules.ts'
import { dayOf, dayText, weekOf } from './days.ts'
import { swallowErrors } from './swallow-errors.ts'

/** The value of `ff_visit`, as JSON: the visit in progress. */
export type Visit = [
  /** Views so far, up to the deepest visit that is told. */
  views: number,
  /** The day it began. */
  began: string,
  /** Whether it opened the browser's day, or its life. */
  opened: '' | 'day' | 'new',
  /** Where it came from; empty: not known. */
  source: string,
  medium: string,
  campaign: string,
  /** The last path, in any tab; empty where the site never wants paths. */
  path: string,
]

/** What the three cookies hold, as text. */
export type Past = [visit: string | undefined, seen: string | undefined, since: string | undefined]
/** What they hold from now on: of `seen` and `since` the days. */
export type Kept = readonly [visit: Visit, seen: number, since: number]
/** Where the visit would come from, if one began now. */
export type Labels = readonly [source: string, medium: string, campaign: string]

/** What a view says of its visit. */
export type VisitFields = Pick<ViewEvent, 'overnight' | 'from' | 'source' | 'medium' | 'campaign' | 'visit' | 'recency' | 'since'>

/** What a view of `path` (empty: never sent) says `today` of its visit, and what is kept. docs/counting.md has the table of states. */
export function nextView(past: Readonly<Past>, today: number, path: string, labels: Labels): [said: VisitFields, ...kept: Kept] {
  const seen = pastDay(past[1], today)
  const away = today - seen
  // Not before: new. Later than today: counted already, by a clock that was ahead.
  const recency = away > 0 ? Math.min(longestRecency, away) : away > -2 ? undefined : 'new'
  // The visit in progress; undefined where there is none, or the cookie cannot be true: then one begins.
  const visit = swallowErrors(() => {
    const visit = [...JSON.parse(past[0]!)] as unknown as Visit
    // It lasts while views are less than half an hour apart, so its browser was seen today or yesterday.
    return visit[0] > 0 && today - dayOf(visit[1]) < 2 && away < 2 ? visit : undefined
  })
  const [views, began, opened, source, medium, campaign, from] =
    visit ?? ([0, dayText(today), away > 0 ? 'day' : recency || '', ...labels, ''] as unknown as Visit)
  const week = weekOf(today)
  // Of a browser that is new, nothing before counts.
  const since = (away > -2 && pastDay(past[2], today)) || week
  const weeks = (week - since) / 7
  return [
    {
      overnight: visit && (away > 0 ? 'view' : dayOf(began) < today ? 'visit' : undefined),
      from: (path && visit && from) || undefined,
      source: source || undefined,
      medium: medium || undefined,
      campaign: campaign || undefined,
      visit: (depthSteps() as readonly number[]).includes(views + 1) ? ((views + 1) as VisitFields['visit']) : undefined,
      recency,
      // Once in a week: not where the browser was seen in this one.
      since: weekOf(seen) >= week || weeks < 0 || weeks > oldestWeek ? undefined : weeks,
    },
    [Math.min(deepestVisit, views + 1), began, opened, source, medium, campaign, path],
    away < 0 ? seen : today,
    since,
  ]
}

/** The day of a text; NaN where it names none, or one later than tomorrow: that is a clock's mistake and counts as absent. */
function pastDay(text: string | undefined, today: number, day = dayOf(text)): number {
  return day > today + 1 ? Number.NaN : day
}
