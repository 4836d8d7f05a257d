/** What the store holds of a part of a plan: every statement that its measures need, sent together, and their rows by date and values. */
import type { Counter } from '../../contract/counters.ts'
import type { Day } from '../../contract/day.ts'
import type { Dimension } from '../../contract/dimensions.ts'
import { type VitalMetric, vitalMetrics } from '../../contract/vitals.ts'
import { exitPlace, metricOf, vitalPlace } from './exactness.ts'
import { readLines } from './lines.ts'
import { type FormulaName, formulaOf, type Reads, type Tells, upperCounter, type ValueRange } from './measure-formulas.ts'
import { columnsBeside, keyOf, type Missing, missingOf, type ReadLine, type Sum } from './missing.ts'
import { columnsIn, isLasting, isOpen, type Place } from './place.ts'
import { isMonthly, type QueryPart } from './plan.ts'
import type { Read } from './read.ts'
import { browsersOf, type Cells, fewOf, newcomersOf, overnightOf, type Statement, sumsOf, vitalOf } from './sql.ts'
import { visitorsOfBuckets } from './visitors-read.ts'
import { type Bucket, bucketsOf, grainsOf, type Window } from './window.ts'

export interface QueryContext {
  sites: readonly string[]
  /** What all of them let their visitors tell. */
  tells: Tells
  window: Window
  /** The last day that may have been folded. */
  folded: Day
}

export type Keyed = { date: Day; key0?: string; key1?: string }
export type Sums = Keyed & Record<string, string | number>
export type BrowserSums = Keyed & Record<'best' | 'openings' | 'firsts' | 'additions' | 'best_added' | 'ceiling', number>
export type FewSums = { date: Day } & Record<'all_opened' | 'first' | 'all_added', number>
export type VitalSums = Keyed & Record<'p75' | 'good' | 'poor' | 'total', number>

export interface PartRows {
  sums: Map<string, Sums>
  exits: Map<string, Sums>
  browsers: Map<string, BrowserSums>
  /** What rare values told together, by bucket. */
  few: Map<Day, FewSums>
  vitals: Map<VitalMetric, Map<string, VitalSums>>
  /** The visitors of the sites as a whole, by bucket. */
  visitors: Map<Day, ValueRange>
  newcomers: Map<Day, number>
  crossings: Map<Day, number>
  /** Of the rows of a cross, how much of each sum can be missing; the same of exits. */
  missing: Missing
  missingExits: Missing
  buckets: Map<Day, Bucket>
}

/** Reads all that the formulas of a part ask for. */
export async function readAll(part: QueryPart, asked: QueryContext, read: Read): Promise<PartRows> {
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
    wants.has('site') ? visitorsOfBuckets({ sites, window }, buckets, read) : new Map<Day, ValueRange>(),
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

function formulaNames(part: QueryPart): Set<FormulaName> {
  return new Set([...part.formulas.values()].filter((name) => name !== null))
}

/** Plain sums come from whole months where the window is long or the place a cross, unless it is cut into days or weeks. */
function cellsOf(part: QueryPart, { sites, window, folded }: QueryContext): Cells {
  const { place } = part
  const monthly = isMonthly(place) && (!part.interval || part.interval === 'month')
  return { ...part, sites, grains: grainsOf(window, { monthly, cross: place.length === 2, folded }) }
}

function sumsStatement(part: QueryPart, asked: QueryContext): Statement | null {
  const columns = sumColumns(part)
  return columns.length > 0 ? sumsOf(cellsOf(part, asked), columns) : null
}

function sumColumns(part: QueryPart): Counter[] {
  if (isFiltered(part)) return columnsIn(part.place)
  const needed = new Set([...formulaNames(part)].flatMap((name) => (name === 'few' ? fewColumns : formulaOf(name).needs)))
  const columns = columnsIn(part.place).filter((column) => needed.has(column) || (isClosedCross(part.place) && consentedOf(column, needed)))
  return mayLose(part) ? columnsBeside(part.place, columns) : columns
}

/** What is filtered by, as a whole: every list under a filter asks for it, so it is read once, with all that any of them needs. */
function isFiltered({ place, group, complement }: QueryPart): boolean {
  return place.length === 1 && group.length === 0 && !complement
}

const fewColumns: readonly Counter[] = ['views', 'visits', 'firstInVisit']

function consentedOf(column: Counter, needed: ReadonlySet<Counter>): boolean {
  return (column === 'views' && needed.has('consentedViews')) || (column === 'visits' && needed.has('consentedVisits'))
}

function exitsStatement(part: QueryPart, asked: QueryContext): Statement | null {
  const exits = exitsOf(part)
  return exits && sumsOf(cellsOf(exits, asked), ['count'])
}

/** The exit's marginal or cross answers for the path: every exit was sent, so nothing is to be taken from a total. */
function exitsOf(part: QueryPart): QueryPart | null {
  const place = exitPlace(part.place)
  if (!place) return null
  const exit = (name: Dimension): Dimension => (name === 'path' ? 'exit' : name)
  const condition = part.condition && { ...part.condition, dimension: exit(part.condition.dimension) }
  return { ...part, place, group: part.group.map(exit), condition, complement: false }
}

function linesFor(
  part: QueryPart,
  asked: QueryContext,
  { read, columns }: { read: Read; columns: readonly Counter[] },
): Promise<ReadLine[]> {
  if (!mayLose(part) || columns.length === 0) return Promise.resolve([])
  return readLines(part, { read, columns, cellsOf: (of) => cellsOf(of, asked) })
}

function sumIn(row: Sums): Sum {
  return { date: row.date, values: valuesOf(row), of: (counter) => sumOf(row, counter) }
}

function browsersStatement(part: QueryPart, asked: QueryContext): Statement {
  const visitors = part.formulas.get('visitors')
  const named = visitors && formulaOf(visitors).reads.includes('browsers') ? upperCounter(visitors) : null
  // Of folded rare values there are no more new browsers either.
  const upper = named ?? (isLasting(part.place) ? 'consentedVisits' : null)
  return browsersOf({ ...part, sites: asked.sites, grains: grainsOf(asked.window, { ...asked, monthly: false, cross: false }) }, upper)
}

async function readVitals(part: QueryPart, asked: QueryContext, read: Read): Promise<PartRows['vitals']> {
  const wanted = new Set([...part.formulas].filter(([, name]) => name === 'vital').map(([measure]) => metricOf(measure)))
  const metrics = vitalMetrics.filter((metric) => wanted.has(metric))
  const rows = await Promise.all(
    metrics.map((metric) => read<VitalSums>(vitalOf(cellsOf({ ...part, place: vitalPlace(part.place, metric) ?? [] }, asked), metric))),
  )
  return new Map(metrics.map((metric, index) => [metric, keyed(rows[index] ?? [])]))
}

export const valuesOf = ({ key0, key1 }: Keyed) => [key0, key1].filter((value) => value !== undefined)

function keyed<Row extends Keyed>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(row.date, valuesOf(row)), row]))
}

/** Rows of crosses: of what is folded or not common they hold nothing. */
export function mayLose({ place, group }: QueryPart): boolean {
  return place.length === 2 && group.length > 0
}

export function isClosedCross(place: Place): boolean {
  return place.length === 2 && !isOpen(place)
}

export function sumOf(sums: Partial<Record<string, string | number>>, counter: Counter): number {
  return Math.max(0, signedSumOf(sums, counter))
}

export function signedSumOf(sums: Partial<Record<string, string | number>>, counter: Counter): number {
  return Number(sums[`sum_${counter}`] ?? sums[`all_${counter}`] ?? 0)
}
