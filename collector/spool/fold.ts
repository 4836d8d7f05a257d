/** Folds what is over: reads what is small, and freezes its reversal under numbers, once, through crashes and beside any other writer. */
import { bounds } from '../../contract/bounds.ts'
import { addDays, type Day, monthEnd, monthOf } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import { batchesAsTheyAre } from '../cells/batch.ts'
import type { Cell } from '../cells/cell.ts'
import {
  type BrowsersByValue,
  cohortsToFold,
  type FoldPeriod,
  foldedTo,
  foldingCells,
  lastOver,
  longestNamed,
  namedRecencies,
  recenciesToFold,
  valueCells,
} from '../cells/folding-rules.ts'
import { lastSeenCells } from '../cells/last-seen.ts'
import { type Clock, type Store, StoreAway } from '../ports.ts'
import { type BrowsersByDay, browsersOf, carriedOn, lastSeenOf, othersWrite, smallCrossesReversed } from '../store/queries/folding.ts'
import type { Drain } from './drain.ts'
import { packed } from './freeze.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Log, Segments } from './segments.ts'
import { settled } from './settled.ts'

/** Between two steps, where a crash must do no harm. */
export type FoldPoint = 'settled' | 'read' | 'frozen' | 'merged'

export interface FoldDeps {
  ledger: Ledger
  store: Pick<Store, 'select' | 'merge'>
  /** All that was taken before. */
  segments: Pick<Segments, 'all'>
  drain: Pick<Drain, 'wake' | 'drained' | 'inserted'>
  clock: Clock
  log: Log
  /** Aborts: ends after the step it is in. */
  signal: AbortSignal
  /** Whether nobody else folds these sites; where it is not given, whether nobody else writes to the store at all. */
  alone?: () => Promise<boolean>
  /** Sites into which history is being written: their days are not over. */
  except?: ReadonlySet<string>
  /** For tests: told of each point as it is reached. */
  at?: (point: FoldPoint) => void | Promise<void>
}

/**
 * Folds every period that is over; resolves to the number of cells that this took. Done again it finds nothing to do; after a crash,
 * or a rejection where the store is away, it is simply done again. One at a time on a store: it does nothing where another collector
 * writes there too, since both would take back the same. Throws the signal's reason where it aborts.
 */
export async function fold(deps: FoldDeps): Promise<number> {
  const { ledger, store, clock, log, except } = deps
  const upTo = lastOver(clock.now())
  await settled(deps)
  await deps.at?.('settled')
  const sites = ledger.sitesToFold(upTo).filter((site) => !except?.has(site))
  let cells = 0
  const isAlone =
    deps.alone ?? (async () => !(await othersWrite(store, [ledger.collector, ...ledger.former().map(({ collector }) => collector)])))
  if (sites.length > 0 && !(await isAlone())) log('nothing is folded: another collector writes to this store')
  else for (const site of sites) cells += await foldSite(deps, site, upTo)
  await merge(deps)
  // No day that is still to be folded looks back so far.
  ledger.pruneMeant(addDays(upTo, -2 * longestNamed))
  return cells
}

async function foldSite(deps: FoldDeps, site: string, upTo: Day): Promise<number> {
  let cells = 0
  const months = Map.groupBy(deps.ledger.periodsToFold(site, upTo), ({ first }) => monthOf(first))
  for (const periods of months.values()) cells += await foldTogether(deps, site, periods)
  return cells
}

/** Reversals lie beside what they take back until the parts of their month are one. */
async function merge({ ledger, store, drain, signal, at }: FoldDeps): Promise<void> {
  await drain.inserted(ledger.last())
  for (const month of ledger.unmergedMonths()) {
    signal.throwIfAborted()
    await store.merge(month)
    await at?.('merged')
    ledger.merged(month)
  }
}

/** Periods of a month, as many at once as one reading can bring. */
async function foldTogether(deps: FoldDeps, site: string, periods: readonly FoldPeriod[]): Promise<number> {
  let left = periods
  let atOnce = periods.length
  let cells = 0
  while (left.length > 0) {
    const asked = left.slice(0, atOnce)
    try {
      const step = await foldStep(deps, site, asked)
      if (!step) return cells
      cells += step.cells
      left = left.filter((each) => !step.finished.includes(each))
      // The rest of a large site's month is not read again for each of its days.
      if (step.finished.length < asked.length) atOnce = Math.max(1, step.finished.length)
    } catch (error) {
      // It may have been too much for the engine's time or memory.
      if (!(error instanceof StoreAway) || asked.length === 1) throw error
      atOnce = Math.ceil(asked.length / 2)
    }
  }
  return cells
}

interface FoldStep {
  finished: readonly FoldPeriod[]
  cells: number
}

/** Reads and freezes once; null where these periods have to wait for another time. */
async function foldStep(deps: FoldDeps, site: string, asked: readonly FoldPeriod[]): Promise<FoldStep | null> {
  const { ledger, drain, signal, at } = deps
  const read = ledger.last()
  await drain.inserted(read)
  signal.throwIfAborted()
  // A drain that has ended resolves too.
  if ((ledger.waitsFrom() ?? Number.POSITIVE_INFINITY) <= read) return null
  // What is set aside may be cells of these days, or an earlier reversal of theirs.
  if (ledger.stuckMonths().some((month) => reachedBy(asked).has(month))) return null
  const { cells, finished, meant } = await toFold(deps, site, asked)
  await at?.('read')
  for (;;) {
    signal.throwIfAborted()
    const batches = await packed(batchesAsTheyAre(cells, { ...ledger, first: ledger.last() + 1 }))
    const outcome = ledger.fold({ site, asked, finished, read, meant, batches })
    // Others froze something else between: only the numbers are to be taken anew.
    if (outcome === 'overtaken') continue
    if (outcome === 'changed') return null
    await at?.('frozen')
    drain.wake()
    return { cells: cells.length, finished }
  }
}

/** The months from which the periods are judged. */
function reachedBy(periods: readonly FoldPeriod[]): Set<Day> {
  const months = new Set<Day>()
  for (const { first, last } of periods) {
    for (let day = monthOf(addDays(first, -longestNamed)); day <= last; day = addDays(monthEnd(day), 1)) months.add(day)
  }
  return months
}

interface ToFold {
  cells: Cell[]
  finished: readonly FoldPeriod[]
  meant: Map<Day, string[]>
}

async function toFold({ store, ledger }: FoldDeps, site: string, asked: readonly FoldPeriod[]): Promise<ToFold> {
  const most = bounds.foldRows.max
  const crosses = await smallCrossesReversed(store, { site, periods: asked, most: most + 1 })
  const next = crosses[most]
  const values = await carriedOn(store, { site, periods: asked, most })
  const isDone = (period: FoldPeriod) => (period.grain === 'value' ? values.complete.includes(period) : !next || isBefore(period, next))
  const finished = asked.filter(isDone)
  const browsers = await browsersOf(store, site, finished)
  const days = finished.filter(({ grain }) => grain === 'day').map(({ first }) => first)
  const [first, last] = [days[0], days.at(-1)]
  const known = first && last ? ledger.meantOf(site, addDays(first, -longestNamed), last) : new Map<Day, string[]>()
  // Read before the recencies are folded, which changes them.
  const told = new Map(days.map((day) => [day, browsers.recency.get(day) ?? new Map()]))
  const lastSeen = days.length > 0 ? lastSeenCells(site, told, await lastSeenOf(store, site)) : []
  const recencies = recencyCells(site, days, { told: browsers.recency, known })
  return {
    cells: [
      ...crosses.slice(0, most),
      ...lastSeen,
      ...recencies.cells,
      ...cohortCells(site, finished, browsers),
      ...values.days.flatMap(({ carried, ...at }) => valueCells({ site, ...at }, carried)),
    ],
    finished,
    meant: recencies.meant,
  }
}

/** Whether all crosses of a period stand before that one: days come first. */
function isBefore({ grain, first }: FoldPeriod, next: Cell): boolean {
  return grain === 'week' || (grain === 'day' && (next.grain === 'month' || first < next.day))
}

/** Days in order: later ones are judged by what will be there to read of those before. */
function recencyCells(
  site: string,
  inOrder: readonly Day[],
  { told, known }: { told: Map<Day, BrowsersByValue>; known: Map<Day, string[]> },
) {
  const cells: Cell[] = []
  const meant = new Map<Day, string[]>()
  for (const day of inOrder) {
    const values = recenciesToFold(told, known, day)
    if (values.length === 0) continue
    const said = told.get(day) ?? new Map()
    cells.push(...foldingCells({ site, day, dimension: 'recency' }, said, values))
    told.set(day, foldedTo(said, values))
    // One that is folded again has browsers of both times.
    const before = known.get(day) ?? (said.has(reserved.other) ? namedRecencies : [])
    const all = [...new Set([...before, ...values])]
    known.set(day, all)
    meant.set(day, all)
  }
  return { cells, meant }
}

function cohortCells(site: string, periods: readonly FoldPeriod[], { cohort, newIn }: BrowsersByDay): Cell[] {
  return periods
    .filter(({ grain }) => grain === 'week')
    .flatMap(({ first }) => Array.from({ length: 7 }, (_, index) => addDays(first, index)))
    .flatMap((day) => {
      const told = cohort.get(day) ?? new Map()
      return foldingCells({ site, day, dimension: 'cohort' }, told, cohortsToFold(told, newIn, day))
    })
}
