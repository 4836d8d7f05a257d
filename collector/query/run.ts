/** Reads all that a part of a plan needs and works out its measures, one panel row for each date and values. */
import type { Counter } from '../../contract/counters.ts'
import { addDays, type Day } from '../../contract/day.ts'
import { type Dimension, foldedMark, reserved } from '../../contract/dimensions.ts'
import { type Measure, vitalMeasures } from '../../contract/query.ts'
import { type VitalMetric, vitalMetrics } from '../../contract/vitals.ts'
import { between, type More } from './between.ts'
import {
  type Browsers,
  type FormulaName,
  formulaOf,
  type Given,
  type Reads,
  type Span,
  type Tells,
  upperCounter,
  type Value,
} from './formulas.ts'
import { readLines } from './lines.ts'
import { columnsBeside, keyOf, type Missing, missingOf, type Quantity, type ReadLine, type Sum } from './missing.ts'
import { hasSpellings, isOfPaths, isUnreadable, shownPath } from './paths.ts'
import { columnsIn, isLasting, isOpen, type Place } from './place.ts'
import { exitPlace, isMonthly, metricOf, type Part, vitalPlace } from './plan.ts'
import type { Read } from './read.ts'
import { isRemoved, removedMeasures } from './removed.ts'
import { browsersOf, type Cells, fewOf, newcomersOf, overnightOf, type Statement, sumsOf, vitalOf } from './sql.ts'
import { visitorsOfBuckets } from './visitors-read.ts'
import { type Bucket, bucketsOf, grainsOf, type Window } from './window.ts'

export interface Asked {
  sites: readonly string[]
  /** What all of them let their visitors tell. */
  tells: Tells
  window: Window
  /** The last day that may have been folded. */
  folded: Day
}

/** A row of a panel: its bucket's date (empty without interval), its values, and each measure. */
export interface Panel {
  date: Day
  values: string[]
  measures: Map<Measure, Value>
  /** Of a cross: the same of what is kept alone. */
  kept?: Map<Measure, Value>
  /** A share or a difference of something that is there: worth a row also where it is 0. */
  told?: boolean
  /** What was taken away: the last of its list, with sums below zero. */
  removed?: true
}

/**
 * The panels of a part; a part without grouping has one for each bucket, whether or not anything is stored. Joining the spellings of paths
 * has its price: it is done where the rows show that it must be, or none could, as a filter may have met several.
 */
export async function runPart(part: Part, asked: Asked, read: Read): Promise<Panel[]> {
  const panels = await panelsOf({ ...part, joined: mayHideSeveral(part) }, asked, read)
  const isSpelled = ({ values }: Panel) => values.some((value, index) => isOfPaths(part.group[index]!) && isUnreadable(value))
  return panels.some(isSpelled) ? panelsOf({ ...part, joined: true }, asked, read) : panels
}

function mayHideSeveral({ condition, group }: Part): boolean {
  if (!condition || !isOfPaths(condition.dimension) || group.includes(condition.dimension)) return false
  return condition.tests.some(({ operator, values }) => operator === 'contains' || values.some(hasSpellings))
}

async function panelsOf(part: Part, asked: Asked, read: Read): Promise<Panel[]> {
  const found = await readAll(part, asked, read)
  const shown = (value: string, index: number) => (part.joined && isOfPaths(part.group[index]!) ? shownPath(value) : value)
  const panels: Panel[] = []
  for (const { date, values } of placesOf(part, asked, found)) {
    if (isRemoved(values)) {
      panels.push({ date, values, measures: removedMeasures(part, sumsAt(found, keyOf(date, values))), removed: true })
      continue
    }
    const given = givenOf(part, { date, values }, { found, tells: asked.tells })
    const kept = new Map<Measure, Value>()
    let told = false
    for (const [measure, name] of part.formulas) {
      const value =
        name === null ? undefined : name === 'vital' ? vitalValue(measure, found, keyOf(date, values)) : formulaOf(name).value(given)
      kept.set(measure, value)
      told ||= name !== null && isTold(name, value, given)
    }
    const more = mayLose(part) ? moreOf(part, keyOf(date, values), found) : null
    const measures = more ? widened(part, { kept, given, more }) : kept
    panels.push({ date, values: values.map(shown), measures, ...(more && { kept }), told })
  }
  return panels
}

function sumsAt(found: Found, key: string): Parameters<typeof removedMeasures>[1] {
  return { sum: (counter) => signedSumOf(found.sums.get(key) ?? {}, counter), exits: signedSumOf(found.exits.get(key) ?? {}, 'count') }
}

/** Rows of crosses: of what is folded or not common they hold nothing. */
function mayLose({ place, group }: Part): boolean {
  return place.length === 2 && group.length > 0
}

/** Timings are told of those that are kept. */
function widened(part: Part, { kept, given, more }: { kept: Map<Measure, Value>; given: Given; more: More }): Map<Measure, Value> {
  return new Map(
    [...part.formulas].map(([measure, name]) => [
      measure,
      name === null || name === 'vital' ? kept.get(measure) : between(name, given, more),
    ]),
  )
}

function moreOf(part: Part, key: string, { missing, missingExits }: Found): More {
  const plain = (quantity: Quantity) => (isClosedCross(part.place) && quantity !== 'bounces' ? (plainOf[quantity] ?? quantity) : quantity)
  return (quantity) =>
    quantity === 'exits'
      ? (missingExits.get(key)?.('count') ?? Number.POSITIVE_INFINITY)
      : (missing.get(key)?.(plain(quantity)) ?? Number.POSITIVE_INFINITY)
}

const ratios: readonly FormulaName[] = [
  'bounceRate',
  'viewsPerVisit',
  'viewsPerSight',
  'viewsPerCrossSight',
  'secondsPerVisit',
  'secondsPerSight',
  'secondsPerCrossSight',
  'coverage',
  'vital',
]

/** The share of nothing is null, so a ratio that is known is one of something; bounces are so where there were visits. */
function isTold(name: FormulaName, value: Value, { count }: Given): boolean {
  return name === 'bounces' ? count('consentedVisits') > 0 : value != null && ratios.includes(name)
}

type Keyed = { date: Day; key0?: string; key1?: string }
type Sums = Keyed & Record<string, string | number>
type BrowserSums = Keyed & Record<'best' | 'openings' | 'firsts' | 'additions' | 'best_added' | 'ceiling', number>
type FewSums = { date: Day } & Record<'all_opened' | 'first' | 'all_added', number>
type VitalSums = Keyed & Record<'p75' | 'good' | 'poor' | 'total', number>

interface Found {
  sums: Map<string, Sums>
  exits: Map<string, Sums>
  browsers: Map<string, BrowserSums>
  /** What rare values told together, by bucket. */
  few: Map<Day, FewSums>
  vitals: Map<VitalMetric, Map<string, VitalSums>>
  /** The visitors of the sites as a whole, by bucket. */
  visitors: Map<Day, Span>
  newcomers: Map<Day, number>
  crossings: Map<Day, number>
  /** Of the rows of a cross, how much of each sum can be missing; the same of exits. */
  missing: Missing
  missingExits: Missing
  buckets: Map<Day, Bucket>
}

async function readAll(part: Part, asked: Asked, read: Read): Promise<Found> {
  const { sites, window } = asked
  const wants = new Set<Reads>([...formulaNames(part)].flatMap((name) => formulaOf(name).reads))
  const when = <Row>(kind: Reads, statement: () => Statement | null): Promise<Row[]> => {
    const made = wants.has(kind) ? statement() : null
    return made ? read<Row>(made) : Promise.resolve([])
  }
  const exitsPart = exitsOf(part)
  const buckets = bucketsOf(window, part.interval)
  const [sums, exits, browsers, few, visitors, newcomers, overnight, vitals, lines, exitLines] = await Promise.all([
    when<Sums>('sums', () => sumsStatement(part, asked)),
    when<Sums>('exits', () => exitsStatement(part, asked)),
    when<BrowserSums>('browsers', () => browsersStatement(part, asked)),
    when<FewSums>('browsers', () => (isLasting(part.place) ? fewOf({ ...part, sites }, window) : null)),
    wants.has('site') ? visitorsOfBuckets({ sites, window }, buckets, read) : new Map<Day, Span>(),
    when<{ date: Day; added: number }>('newcomers', () => newcomersOf({ ...part, sites }, window)),
    when<{ date: Day; crossing: number }>('overnight', () => overnightOf(sites, window)),
    readVitals(part, asked, read),
    wants.has('sums') ? linesFor(part, asked, { read, columns: sumColumns(part) }) : [],
    wants.has('exits') && exitsPart ? linesFor(exitsPart, asked, { read, columns: ['count'] }) : [],
  ])
  return {
    sums: keyed(sums),
    exits: keyed(exits),
    browsers: keyed(browsers),
    few: new Map(few.map((row) => [row.date, row])),
    vitals,
    visitors,
    newcomers: new Map(newcomers.map(({ date, added }) => [date, added])),
    crossings: new Map(overnight.map(({ date, crossing }) => [date, crossing])),
    missing: missingOf(part.place, sums.map(sumIn), lines),
    missingExits: missingOf(exitsPart?.place ?? [], exits.map(sumIn), exitLines),
    buckets: new Map(buckets.map((bucket) => [bucket.date, bucket])),
  }
}

function formulaNames(part: Part): Set<FormulaName> {
  return new Set([...part.formulas.values()].filter((name) => name !== null))
}

/** Plain sums come from whole months where the window is long or the place a cross, unless it is cut into days or weeks. */
function cellsOf(part: Part, { sites, window, folded }: Asked): Cells {
  const { place } = part
  const monthly = isMonthly(place) && (!part.interval || part.interval === 'month')
  return { ...part, sites, grains: grainsOf(window, { monthly, cross: place.length === 2, folded }) }
}

function sumsStatement(part: Part, asked: Asked): Statement | null {
  const columns = sumColumns(part)
  return columns.length > 0 ? sumsOf(cellsOf(part, asked), columns) : null
}

function sumColumns(part: Part): Counter[] {
  if (isFiltered(part)) return columnsIn(part.place)
  const needed = new Set([...formulaNames(part)].flatMap((name) => (name === 'few' ? fewColumns : formulaOf(name).needs)))
  const columns = columnsIn(part.place).filter((column) => needed.has(column) || (isClosedCross(part.place) && consentedOf(column, needed)))
  return mayLose(part) ? columnsBeside(part.place, columns) : columns
}

/** What is filtered by, as a whole: every list under a filter asks for it, so it is read once, with all that any of them needs. */
function isFiltered({ place, group, complement }: Part): boolean {
  return place.length === 1 && group.length === 0 && !complement
}

const fewColumns: readonly Counter[] = ['views', 'visits', 'firstInVisit']

function consentedOf(column: Counter, needed: ReadonlySet<Counter>): boolean {
  return (column === 'views' && needed.has('consentedViews')) || (column === 'visits' && needed.has('consentedVisits'))
}

function exitsStatement(part: Part, asked: Asked): Statement | null {
  const exits = exitsOf(part)
  return exits && sumsOf(cellsOf(exits, asked), ['count'])
}

/** The exit's marginal or cross answers for the path: every exit was sent, so nothing is to be taken from a total. */
function exitsOf(part: Part): Part | null {
  const place = exitPlace(part.place)
  if (!place) return null
  const exit = (name: Dimension): Dimension => (name === 'path' ? 'exit' : name)
  const condition = part.condition && { ...part.condition, dimension: exit(part.condition.dimension) }
  return { ...part, place, group: part.group.map(exit), condition, complement: false }
}

function linesFor(part: Part, asked: Asked, { read, columns }: { read: Read; columns: readonly Counter[] }): Promise<ReadLine[]> {
  if (!mayLose(part) || columns.length === 0) return Promise.resolve([])
  return readLines(part, { read, columns, cellsOf: (of) => cellsOf(of, asked) })
}

function sumIn(row: Sums): Sum {
  return { date: row.date, values: valuesOf(row), of: (counter) => sumOf(row, counter) }
}

function browsersStatement(part: Part, asked: Asked): Statement {
  const visitors = part.formulas.get('visitors')
  const named = visitors && formulaOf(visitors).reads.includes('browsers') ? upperCounter(visitors) : null
  // Of folded rare values there are no more new browsers either.
  const upper = named ?? (isLasting(part.place) ? 'consentedVisits' : null)
  return browsersOf({ ...part, sites: asked.sites, grains: grainsOf(asked.window, { ...asked, monthly: false, cross: false }) }, upper)
}

async function readVitals(part: Part, asked: Asked, read: Read): Promise<Found['vitals']> {
  const wanted = new Set([...part.formulas].filter(([, name]) => name === 'vital').map(([measure]) => metricOf(measure)))
  const metrics = vitalMetrics.filter((metric) => wanted.has(metric))
  const rows = await Promise.all(
    metrics.map((metric) => read<VitalSums>(vitalOf(cellsOf({ ...part, place: vitalPlace(part.place, metric) ?? [] }, asked), metric))),
  )
  return new Map(metrics.map((metric, index) => [metric, keyed(rows[index] ?? [])]))
}

const valuesOf = ({ key0, key1 }: Keyed) => [key0, key1].filter((value) => value !== undefined)

function keyed<Row extends Keyed>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row.date, valuesOf(row)), row]))
}

function placesOf(part: Part, { window }: Asked, found: Found): { date: Day; values: string[] }[] {
  if (part.group.length === 0) return bucketsOf(window, part.interval).map(({ date }) => ({ date, values: [] }))
  const places = new Map<string, { date: Day; values: string[] }>()
  for (const rows of [found.sums, found.exits, found.browsers, ...found.vitals.values()]) {
    for (const [key, row] of rows) places.set(key, { date: row.date, values: valuesOf(row) })
  }
  return [...places.values()]
}

function givenOf(part: Part, at: { date: Day; values: string[] }, { found, tells }: { found: Found; tells: Tells }): Given {
  const { place } = part
  const key = keyOf(at.date, at.values)
  const sums = found.sums.get(key) ?? {}
  const closed = isClosedCross(place)
  const bucket = found.buckets.get(at.date)
  return {
    place,
    complement: part.complement,
    count: (counter) => sumOf(sums, closed ? (plainOf[counter] ?? counter) : counter),
    paths: pathsOf(part, at.values, sums),
    exits: sumOf(found.exits.get(key) ?? {}, 'count'),
    browsers: browsersIn(found.browsers.get(key), found.few.get(at.date)),
    tells,
    site: found.visitors.get(at.date) ?? { lower: 0, upper: 0 },
    newcomers: found.newcomers.get(at.date) ?? 0,
    overnight: overnightOfBucket(bucket, found.crossings),
  }
}

/** In a cross of consented things every view and visit is one with consent. */
const plainOf: Partial<Record<Counter, Counter>> = { consentedViews: 'views', consentedVisits: 'visits' }

function isClosedCross(place: Place): boolean {
  return place.length === 2 && !isOpen(place)
}

function sumOf(sums: Partial<Record<string, string | number>>, counter: Counter): number {
  return Math.max(0, signedSumOf(sums, counter))
}

function signedSumOf(sums: Partial<Record<string, string | number>>, counter: Counter): number {
  return Number(sums[`sum_${counter}`] ?? sums[`all_${counter}`] ?? 0)
}

function pathsOf({ group, place }: Part, values: readonly string[], sums: Partial<Record<string, string | number>>): Given['paths'] {
  if (place.includes('pathSlice')) return { several: true }
  const path = values[group.indexOf('path')]
  return { several: path === undefined ? Number(sums.paths ?? 1) > 1 : path.includes(foldedMark) || path === reserved.other }
}

function browsersIn(row: BrowserSums | undefined, together: FewSums | undefined): Browsers {
  const few = { opened: together?.all_opened ?? 0, openedFirst: together?.first ?? 0, added: together?.all_added ?? 0 }
  if (!row) return { proved: 0, opened: 0, openedFirst: 0, added: 0, addedMost: 0, most: 0, few }
  const { best, openings, firsts, additions, best_added, ceiling } = row
  return { proved: best, opened: openings, openedFirst: firsts, added: additions, addedMost: best_added, most: ceiling, few }
}

function overnightOfBucket(bucket: Bucket | undefined, crossings: Found['crossings']): Given['overnight'] {
  if (!bucket) return { into: 0, outOf: 0 }
  return { into: crossings.get(bucket.from) ?? 0, outOf: crossings.get(addDays(bucket.to, 1)) ?? 0 }
}

function vitalValue(measure: Measure, found: Found, key: string): Value {
  const metric = metricOf(measure)
  const row = metric && found.vitals.get(metric)?.get(key)
  if (!row || row.total === 0) return null
  const { p75, good, poor, total } = row
  const values = [p75, good / total, (total - good - poor) / total, poor / total]
  const value = values[vitalMeasures.indexOf(measure as (typeof vitalMeasures)[number]) % values.length] ?? 0
  return { lower: value, upper: value }
}
