/** Cells of ten million views for bench/query, and the sums that its answers must give. */
import { aggregate } from '../../collector/cells/aggregate.ts'
import { batchesOf } from '../../collector/cells/batch.ts'
import type { Batch, Cell } from '../../collector/cells/cell.ts'
import { type DayState, dayState } from '../../collector/cells/day-state.ts'
import type { ViewFact } from '../../collector/fact.ts'
import type { Earned } from '../../collector/store/queries/earned.ts'
import type { Counter } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { randomOf } from '../../test/kit/random.ts'

export const site = 'query.example.org'
export const lastDay: Day = '2026-11-30'
export const days = 60
/** Each fact stands for so many equal ones: the cells are those of all, made in a fraction of the time. */
export const weight = 20

const range = (count: number, name: (index: number) => string) => Array.from({ length: count }, (_, index) => name(index))
const values = {
  path: range(3_000, (index) => `/section-${index % 40}/page-${index}`),
  source: range(200, (index) => `source-${index}.org`),
  browser: range(8, (index) => `Browser ${index}`),
  system: range(6, (index) => `System ${index}`),
  device: ['mobile', 'desktop', 'tablet'],
  country: range(40, (index) => `${String.fromCharCode(65 + (index % 26))}${String.fromCharCode(65 + Math.floor(index / 26))}`),
  language: range(20, (index) => `${String.fromCharCode(97 + index)}a`),
}
const earned: Earned = {
  path: values.path.slice(0, 500),
  source: values.source.slice(0, 100),
  entry: values.path.slice(0, 500),
  browser: values.browser,
  system: values.system,
  device: values.device,
  country: values.country,
  language: values.language,
}

export interface Truth {
  views: number
  visits: number
  visitors: number
  paths: Map<string, number>
  /** Views of the first source, by path. */
  pathsOfSource: Map<string, number>
}

/** `views` views over the days, most on the first values of each list. */
export function* dayBatches(views: number, collector: string): Generator<{ batches: Batch[]; day: Day; truth: Truth }> {
  const next = randomOf(11)
  let first = 1
  for (let back = days - 1; back >= 0; back--) {
    const day = addDays(lastDay, -back)
    const facts = Array.from({ length: Math.round(views / days / weight) }, () => fact(next, day))
    const state: DayState = dayState(earned)
    const cells = aggregate(facts, () => state).cells.map(weighed)
    const batches = batchesOf(cells, { collector, first })
    first += batches.length
    yield { batches, day, truth: truthOf(facts) }
  }
}

function fact(next: () => number, day: Day): ViewFact {
  const pick = (list: string[]) => list[Math.floor(next() ** 3 * list.length)] as string
  const starts = next() < 0.4
  const path = pick(values.path)
  return {
    type: 'view',
    site,
    day,
    hour: Math.floor(next() * 24),
    consent: true,
    host: site,
    referrer: site,
    external: false,
    path,
    source: pick(values.source),
    browser: pick(values.browser),
    system: pick(values.system),
    device: pick(values.device),
    country: pick(values.country),
    language: pick(values.language),
    ...(starts ? { visit: 1, first: 'new', recency: 'new' } : { from: pick(values.path) }),
  }
}

function weighed(cell: Cell): Cell {
  const counts = Object.entries(cell.counts).map(([name, count]) => [name as Counter, count * weight])
  return { ...cell, counts: Object.fromEntries(counts) }
}

function truthOf(facts: readonly ViewFact[]): Truth {
  const truth: Truth = { views: 0, visits: 0, visitors: 0, paths: new Map(), pathsOfSource: new Map() }
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + weight)
  for (const { path = '', visit, source } of facts) {
    truth.views += weight
    if (visit === 1) truth.visits += weight
    if (visit === 1) truth.visitors += weight
    count(truth.paths, path)
    if (source === values.source[0] && earned.path?.includes(path)) count(truth.pathsOfSource, path)
  }
  return truth
}
