/** The reference: it knows whose every view is, and counts the way of those who know. Nothing here asks the tag or the collector. */
import { type Day, daysBetween, weekOf } from '../../contract/day.ts'
import { bucketOf, type VitalMetric, vitalThresholds } from '../../contract/vitals.ts'
import type { Truth } from '../kit/truth.ts'

/** A view as it happened. */
export interface Seen {
  /** Milliseconds since 1970, by the world's time. */
  at: number
  /** The day at the site on which it counts, and the hour at the site. */
  day: Day
  hour: number
  /** Null: without consent. */
  who: string | null
  visit: string
  /** Without consent: from outside the site. */
  external: boolean
  /** Consent was given on a page that was come to from within the site. */
  late?: true
  /** Dimension values that it tells. */
  values: Record<string, string>
  path: string
}

/** Engaged time as it was told, by the day on which it counts. */
export interface Used {
  day: Day
  hour: number
  values: Record<string, string>
  seconds: number
}

/** A timing as it was told. */
export interface Timed {
  day: Day
  metric: VitalMetric
  value: number
  values: Record<string, string>
}

/** The deepest tenth that one view was scrolled to. */
export interface Scrolled {
  day: Day
  path: string
  tenth: number
}

export interface Known {
  seen: Seen[]
  used: Used[]
  scrolled: Scrolled[]
  timed: Timed[]
  choices: { day: Day; action: string }[]
  /** Days that events which nobody should have sent were counted on: each may move a counter by one. */
  harmed: Day[]
}

export interface World extends Known {
  truths: OracleTruth[]
}

export interface OracleTruth extends Truth {
  /** The page of this visit before this one; absent on its first view. */
  from?: string
  /** On the visit's first view: how many views it has. */
  views: number
}

/** What follows from all that happened, once nothing more will. */
export function truthsOf(seen: readonly Seen[]): OracleTruth[] {
  const inOrder = [...seen].sort((one, other) => one.at - other.at)
  const visits = Map.groupBy(inOrder, ({ visit }) => visit)
  const firstView = new Map<string, Seen>()
  for (const view of inOrder) if (view.who && !firstView.has(view.who)) firstView.set(view.who, view)
  return inOrder.map((view) => {
    const visit = visits.get(view.visit)!
    const index = visit.indexOf(view)
    const { who, day, values, path } = view
    const consent = who !== null
    return {
      who: who ?? `nobody ${view.visit}`,
      visit: view.visit,
      day,
      consent,
      values: { ...values, hour: String(view.hour), ...(consent && 'path' in values ? { entry: visit[0]!.path } : {}) },
      began: consent ? index === 0 : view.external,
      late: view.late === true && index === 0,
      only: visit.length === 1,
      ended: index === visit.length - 1,
      sight: visit.findIndex((each) => each.path === path) === index,
      newcomer: consent && firstView.get(who) === view,
      firstVisit: consent && firstView.get(who)!.visit === view.visit,
      views: visit.length,
      ...(consent && index > 0 ? { from: visit[index - 1]!.path } : {}),
    }
  })
}

/** Browsers seen on each day of the window, by the days since they were last seen. */
export function recencies(truths: readonly OracleTruth[], from: Day, to: Day): Map<string, number> {
  const counts = new Map<string, number>()
  for (const days of daysByWho(truths).values())
    for (const [index, day] of days.entries()) {
      if (day < from || day > to) continue
      add(counts, index === 0 ? 'new' : String(Math.min(31, daysBetween(days[index - 1]!, day))))
    }
  return counts
}

/** Browsers seen in each ISO week, by the whole weeks since their first: `2026-11-23 3`; none past the 26th. */
export function cohorts(truths: readonly OracleTruth[], from: Day, to: Day): Map<string, number> {
  const counts = new Map<string, number>()
  for (const days of daysByWho(truths).values()) {
    const seen = new Set<Day>()
    for (const day of days) {
      const week = weekOf(day)
      if (seen.has(week)) continue
      seen.add(week)
      const age = daysBetween(weekOf(days[0]!), week) / 7
      if (age <= 26 && day >= from && day <= to) add(counts, `${week} ${age}`)
    }
  }
  return counts
}

function daysByWho(truths: readonly OracleTruth[]): Map<string | number, Day[]> {
  const byWho = Map.groupBy(
    truths.filter(({ consent }) => consent),
    ({ who }) => who,
  )
  return new Map([...byWho].map(([who, views]) => [who, [...new Set(views.map(({ day }) => day))].sort()]))
}

/** Consented visits that began in the window by their number of views. */
export function depths(truths: readonly OracleTruth[], from: Day, to: Day): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { consent, began, day, views } of truths) {
    if (!consent || !began || day < from || day > to) continue
    add(counts, views > 10 ? '11+' : views > 5 ? '6-10' : views > 3 ? '4-5' : String(views))
  }
  return counts
}

export function add(counts: Map<string, number>, key: string, count = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}

/** What a metric's values say together: the 0.75 quantile of their buckets and the shares that are good, need work and are poor; null of none. */
export function vitalsOf(timed: readonly Timed[], metric: VitalMetric): Record<'P75' | 'Good' | 'NeedsWork' | 'Poor', number | null> {
  const edges = timed.map(({ value }) => Number(bucketOf(metric, value))).sort((one, other) => one - other)
  const { good, poor } = vitalThresholds[metric]
  const share = (isIn: (edge: number) => boolean) => (edges.length > 0 ? edges.filter(isIn).length / edges.length : null)
  return {
    P75: edges[Math.ceil(0.75 * edges.length) - 1] ?? null,
    Good: share((edge) => edge <= good),
    NeedsWork: share((edge) => edge > good && edge <= poor),
    Poor: share((edge) => edge > poor),
  }
}
