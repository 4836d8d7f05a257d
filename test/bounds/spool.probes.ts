/** At the bound and one past it: facts that wait for a sync, segments, the drain, the ledger and the audit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, vi } from 'vitest'
import { runCommand } from '../../collector/commands/commands.ts'
import { QueueFull } from '../../collector/limiter.ts'
import { startDrain } from '../../collector/node/drain/drain.ts'
import { createDrainWatch } from '../../collector/node/drain/standstill.ts'
import { createJobTimers } from '../../collector/node/job-timers.ts'
import { counted, createLedgerTurns } from '../../collector/node/pipeline.ts'
import { type FileSpoolOptions, openFileSpool } from '../../collector/node/spool/file-spool.ts'
import { lineOf } from '../../collector/node/spool/lines.ts'
import { SpoolFull, type Store, StoreAway } from '../../collector/ports.ts'
import { audit } from '../../collector/spool/audit/audit.ts'
import { createFaults } from '../../collector/spool/audit/store.ts'
import { fold } from '../../collector/spool/fold.ts'
import { forget } from '../../collector/spool/forget/forget.ts'
import { insertWhileRunning } from '../../collector/spool/insert.ts'
import { pack, unpack } from '../../collector/spool/pack.ts'
import { createDayStates } from '../../collector/spool/states.ts'
import { createSteps } from '../../collector/spool/wait.ts'
import { createTrouble } from '../../collector/trouble.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { addDays, daysBetween, monthOf } from '../../contract/day.ts'
import { testApp } from '../kit/app.ts'
import { today, view } from '../kit/facts.ts'
import { numbered } from '../kit/numbered.ts'
import { acceptedBy, ledgerIn, memoryStore } from '../kit/spool.ts'
import { eventually, inMemory, temporaryFolder } from '../kit/temporary.ts'

async function spoolWith(options: Partial<FileSpoolOptions> = {}) {
  const closed: string[] = []
  const folder = join(temporaryFolder(), 'spool')
  const spool = await openFileSpool({ folder, onClosed: (name) => closed.push(name), milliseconds: 600_000, ...options })
  onTestFinished(() => spool.close())
  return { spool, closed }
}

/** A fact whose line is exactly so many characters long. */
function factOf(characters: number) {
  const shortest = view({ path: '/' })
  return view({ path: `/${'x'.repeat(characters - lineOf(shortest).length)}` })
}

const siteDays = (count: number) => Array.from({ length: count }, (_, index) => ({ site: `s${index}.org`, day: today }))

/** States over a ledger that counts how often it is read. */
function countedStates() {
  const reads: string[] = []
  const dayOf = (site: string) => {
    reads.push(site)
    return { earned: {}, admitted: [] }
  }
  return { reads, states: createDayStates({ ledger: { dayOf }, store: memoryStore(), log: () => {} }) }
}

/** How many stuck batches an audit names of so many. */
async function namedOf(stuck: number): Promise<number> {
  const unsettled = Array.from({ length: stuck }, (_, index) => ({ number: index + 1, state: 'stuck' as const }))
  const accepted = { acceptedIn: () => [], acceptedSites: () => [], acceptedSpan: () => ({ closed: null, first: null, last: null }) }
  const ledger = {
    collector: 'c',
    last: () => stuck,
    unsettled: () => unsettled,
    batch: () => null,
    isFrozen: () => false,
    former: () => [],
    ...accepted,
  }
  return (await audit(memoryStore(), ledger)).stuck.length
}

/** How many sites and days each question of an audit is about, where so many were accepted. */
async function comparedOf({ sites = 1, days = 1 }): Promise<{ sites: number; days: number }[]> {
  const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
  const ofSite = (site: string) => Array.from({ length: days }, (_, day) => ({ site, day: addDays(today, -day), event: 'view', count: 1 }))
  const accepted = Array.from({ length: sites }, (_, index) => ofSite(`s${index}.org`)).flat()
  ledger.freeze({ source: 'x', batches: [], accepted, admitted: [], earned: [], days: [] })
  const asked: { sites: number; days: number }[] = []
  const select: Store['select'] = async (_sql, params) => {
    const { sites: names, from, to } = (params ?? {}) as { sites?: string[]; from: string; to: string }
    if (names) asked.push({ sites: names.length, days: daysBetween(from, to) + 1 })
    return []
  }
  expect((await audit({ select }, ledger)).differences).toHaveLength(Math.min(accepted.length, bounds.auditFindings.max))
  return asked
}

/** Folds a day that has so many small crosses: questions for them, cells folded, and how many rows each batch held. */
async function stepsOf(small: number) {
  const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
  ledger.freeze({ source: 'x', batches: [], accepted: [], admitted: [], earned: [], days: [{ site: 's.org', day: today }] })
  const store = memoryStore()
  let left = small
  let questions = 0
  store.answer = async ({ most }) => {
    if (typeof most !== 'number') return []
    questions++
    const row = { grain: 'day', dimensionA: 'path', dimensionB: 'source', valueA: '/', date: today, valueB: 'x', sum_views: 1 }
    return Array.from({ length: Math.min(left, most) }, () => row)
  }
  const rows: number[] = []
  const inserted = async () => {
    for (let waiting = ledger.firstWaiting(); waiting; waiting = ledger.firstWaiting()) {
      // Less the columns' names, the marker and the last line's end.
      const count = new TextDecoder().decode(await unpack(waiting.rows)).split('\n').length - 3
      rows.push(count)
      left -= count
      ledger.inserted(waiting.number)
    }
  }
  const drain = { wake: () => {}, drained: inserted, inserted }
  const clock = { now: () => Date.parse(`${addDays(today, 3)}T15:00:00Z`) }
  const signal = new AbortController().signal
  const folded = await fold({ ledger, store, drain, clock, signal, segments: { all: async () => [] }, log: () => {} })
  return { questions, folded, rows }
}

/** Takes away so many values, each of one row: in how many steps. */
async function forgottenIn(count: number): Promise<{ steps: number; rows: number }> {
  const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
  const store = memoryStore()
  let left = Array.from({ length: count }, (_, index) => `junk${index}`)
  let named: string[] = []
  store.answer = async ({ most, values, never }) => {
    // The next values, which a question names by how they begin.
    if (never && typeof most === 'number') return left.slice(0, most).map((value) => ({ value, found: 0 }))
    if (typeof most !== 'number' || never) return [{ found: 0 }]
    named = values as string[]
    return named.map((valueB) => ({ grain: 'day', dimensionA: '', dimensionB: 'stray', valueA: '', valueB, date: today, sum_count: 1 }))
  }
  const inserted = async () => {
    for (let waiting = ledger.firstWaiting(); waiting; waiting = ledger.firstWaiting()) {
      left = left.filter((value) => !named.includes(value))
      ledger.inserted(waiting.number)
    }
  }
  const drain = { wake: () => {}, drained: inserted, inserted }
  const deps = { ledger, store, drain, clock: { now: () => 0 }, signal: new AbortController().signal, segments: { all: async () => [] } }
  const forgot = await forget({ id: 'x', site: 's.org', day: today, named: ['stray=junk**'] }, deps)
  if (!('disposal' in forgot)) throw new Error(forgot.refused)
  const { steps, rows } = forgot.disposal
  return { steps, rows }
}

export const probes: Partial<Record<BoundName, () => Promise<void> | void>> = {
  ledgerTurns: async () => {
    const turn = createLedgerTurns()
    const gate = Promise.withResolvers<void>()
    const taken = Array.from({ length: bounds.ledgerTurns.max + 1 }, () => turn(() => gate.promise))
    await expect(turn(async () => {})).rejects.toThrow(QueueFull)
    gate.resolve()
    await Promise.all(taken)
  },
  spoolPendingCharacters: async () => {
    const { spool } = await spoolWith()
    await spool.append([factOf(bounds.spoolPendingCharacters.max)])
    await expect(spool.append([factOf(bounds.spoolPendingCharacters.max + 1)])).rejects.toBeInstanceOf(SpoolFull)
  },
  spoolBacklogBytes: async () => {
    let waiting = bounds.spoolBacklogBytes.max
    const { spool } = await spoolWith({ waiting: () => waiting })
    await spool.append([numbered(1)])
    await spool.rotate()
    waiting = bounds.spoolBacklogBytes.max + 1
    await expect(spool.append([numbered(2)])).rejects.toBeInstanceOf(SpoolFull)
  },
  segmentFacts: async () => {
    const { spool, closed } = await spoolWith()
    const append = (count: number) => spool.append(Array.from({ length: count }, (_, number) => numbered(number)))
    for (let tenth = 0; tenth < 10; tenth++) await append(bounds.segmentFacts.max / 10 - (tenth === 9 ? 1 : 0))
    expect(closed).toHaveLength(0)
    await append(1)
    await eventually('closed', () => closed.length === 1)
  },
  segmentBytes: async () => {
    const { spool, closed } = await spoolWith()
    const quarter = bounds.segmentBytes.max / 4
    for (const characters of [quarter, quarter, quarter, quarter - 1_000]) await spool.append([factOf(characters)])
    expect(closed).toHaveLength(0)
    await spool.append([factOf(1_000)])
    await eventually('closed', () => closed.length === 1)
  },
  segmentMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { spool, closed } = await spoolWith({ milliseconds: undefined })
    await spool.append([numbered(1)])
    vi.advanceTimersByTime(bounds.segmentMilliseconds.max - 1)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1)
    vi.useRealTimers()
    await eventually('closed', () => closed.length === 1)
  },
  troubleCauses: () => {
    const log: string[] = []
    const trouble = createTrouble((line) => log.push(line), 'over')
    for (let cause = 0; cause <= bounds.troubleCauses.max; cause++) trouble.is(`${cause}`, 'a line')
    expect(log).toHaveLength(bounds.troubleCauses.max)
  },
  segmentLateMilliseconds: async () => {
    const lateOf = async (milliseconds: number) => {
      const uncounted = async () => [{ name: 'a', facts: 1, damaged: 0, seconds: milliseconds / 1_000 }]
      return (await audit(memoryStore(), ledgerIn(join(temporaryFolder(), 'spool')), { uncounted })).late
    }
    expect(await lateOf(bounds.segmentLateMilliseconds.max)).toEqual([])
    expect(await lateOf(bounds.segmentLateMilliseconds.max + 1)).toEqual(['a'])
    const watch = createDrainWatch()
    expect(watch.standstill(bounds.segmentLateMilliseconds.max)).toBeNull()
    expect(watch.standstill(bounds.segmentLateMilliseconds.max + 1)).not.toBeNull()
  },
  drainRestartMilliseconds: () => {
    const watch = createDrainWatch()
    const pauses = Array.from({ length: 12 }, () => {
      watch.failed(new Error('no'))
      return watch.pause()
    })
    expect(pauses.slice(0, 3)).toEqual([500, 1_000, 2_000])
    expect(Math.max(...pauses)).toBe(bounds.drainRestartMilliseconds.max)
  },
  drainDayStates: async () => {
    const most = bounds.drainDayStates.max
    const { reads, states } = countedStates()
    await states.ready(siteDays(most))
    await states.ready(siteDays(most))
    expect(reads).toHaveLength(most)
    await states.ready(siteDays(most + 1).slice(-1))
    await states.ready(siteDays(1))
    expect(reads.slice(most)).toEqual([`s${most}.org`, 's0.org'])
  },
  drainEarnedMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const store = memoryStore()
    store.answer = () => new Promise(() => undefined)
    const ledger = { dayOf: () => ({ earned: null, admitted: [] }) }
    const states = createDayStates({ ledger, store, log: () => {}, patience: bounds.drainEarnedMilliseconds.max })
    const earned = vi.fn()
    const ready = states.ready(siteDays(1)).then((made) => earned(made.earned))
    await vi.advanceTimersByTimeAsync(bounds.drainEarnedMilliseconds.max - 1)
    expect(earned).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await ready
    expect(earned).toHaveBeenCalledWith([])
  },
  drainRetryMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    let tries = 0
    const stopping = new AbortController()
    const insert = async () => {
      tries++
      throw new StoreAway('away')
    }
    const batch = { collector: 'c', number: 1, month: '2026-11-01', rows: await pack(new Uint8Array([1])) }
    const ledger = {
      last: () => 0,
      firstWaiting: () => batch,
      waitsFrom: () => 1,
      inserted: () => {},
      setAside: () => {},
      retryStuck: () => {},
    }
    const ended = insertWhileRunning({ ledger, store: { insert }, log: () => {}, steps: createSteps(), signal: stopping.signal })
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    const most = bounds.drainRetryMilliseconds.max
    for (const [before, pause] of [100, 200, 400, 800, 1_600, most, most].entries()) {
      while (tries <= before) await turn()
      await turn()
      await vi.advanceTimersByTimeAsync(pause - 1)
      await turn()
      expect(tries, `before ${pause} ms`).toBe(before + 1)
      await vi.advanceTimersByTimeAsync(1)
    }
    while (tries < 8) await turn()
    stopping.abort()
    await ended
  },
  ledgerDays: () => {
    const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
    const ago = (days: number) => addDays(today, -days)
    const kept = bounds.ledgerDays.max
    const earned = [kept, kept + 1].map((days) => ({ site: 's.org', day: ago(days), earned: { path: ['/'] } }))
    ledger.freeze({ source: 'x', batches: [], accepted: [], admitted: [], earned, days: [] })
    ledger.prune(today, kept)
    expect(ledger.dayOf('s.org', ago(kept)).earned).not.toBeNull()
    expect(ledger.dayOf('s.org', ago(kept + 1)).earned).toBeNull()
  },
  foldRows: async () => {
    expect(await stepsOf(bounds.foldRows.max)).toEqual({ questions: 1, folded: bounds.foldRows.max, rows: [bounds.foldRows.max] })
    // The one that is left is read again, after the others are stored.
    const more = bounds.foldRows.max + 1
    expect(await stepsOf(more)).toEqual({ questions: 2, folded: more, rows: [bounds.foldRows.max, 1] })
  },
  disposals: () => {
    const folder = mkdtempSync(join(inMemory, 'footfall-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const ledger = ledgerIn(folder)
    const begin = (number: number) => {
      ledger.beginDisposal({ id: `${number}`, site: 's.org', day: today, named: ['all'] }, number)
      ledger.endDisposal(`${number}`)
    }
    for (let number = 1; number <= bounds.disposals.max; number++) begin(number)
    expect(ledger.disposal('1')).not.toBeNull()
    begin(bounds.disposals.max + 1)
    expect(ledger.disposal('1')).toBeNull()
    expect(ledger.disposalsOf('s.org')).toHaveLength(bounds.disposals.max)
  },
  forgetValues: async () => {
    expect(await forgottenIn(bounds.forgetValues.max)).toEqual({ steps: 1, rows: bounds.forgetValues.max })
    expect(await forgottenIn(bounds.forgetValues.max + 1)).toEqual({ steps: 2, rows: bounds.forgetValues.max + 1 })
  },
  forgetNamed: async () => {
    const { commands } = await testApp()
    const found = { lists: [], crosses: 0, total: {}, others: [], missing: null }
    const forgets = { preview: async () => ({ found }), forget: vi.fn(), disposals: async () => [] }
    const named = (count: number) => Array.from({ length: count }, (_, index) => `path=/${index}`)
    const asked = { command: 'site forget', domain: 'example.org', day: today, all: false, yes: false, list: false } as const
    const codeOf = async (count: number) => (await runCommand({ ...commands, forgets }, { ...asked, values: named(count) })).code
    expect([await codeOf(bounds.forgetNamed.max), await codeOf(bounds.forgetNamed.max + 1)]).toEqual([0, 2])
  },
  foldMilliseconds: async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const fold = vi.fn(async () => 0)
    const jobs = createJobTimers({ clock: { now: () => 0 }, log: () => {} })
    jobs.start('fold', { fold })
    await vi.advanceTimersByTimeAsync(bounds.foldMilliseconds.max - 1)
    expect(fold).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(fold).toHaveBeenCalledTimes(2)
    jobs.stop()
    await vi.advanceTimersByTimeAsync(bounds.foldMilliseconds.max)
    expect(fold).toHaveBeenCalledTimes(2)
  },
  drainRequests: async () => {
    const folder = temporaryFolder()
    const drain = startDrain({ folder: join(folder, 'spool'), store: { socketPath: join(folder, 'none.sock') } }, () => {})
    onTestFinished(() => drain.close())
    const asked = Array.from({ length: bounds.drainRequests.max + 1 }, () => drain.drained(20_000))
    expect(await asked.at(-1)).toBe(false)
    expect(await Promise.all(asked.slice(0, -1))).toEqual(Array.from({ length: bounds.drainRequests.max }, () => true))
  },
  acceptedDays: () => {
    const ledger = ledgerIn(join(temporaryFolder(), 'spool'))
    const last = addDays(monthOf(addDays(today, -bounds.acceptedDays.max)), -1)
    const accepted = [0, 1].map((more) => ({ site: 's.org', day: addDays(last, more), event: 'view', count: 1 }))
    ledger.freeze({ source: 'x', batches: [], accepted, admitted: [], earned: [], days: [] })
    ledger.prune(today, bounds.ledgerDays.max)
    expect(acceptedBy(ledger)).toEqual([accepted[1]])
  },
  auditBacklogMilliseconds: async () => {
    const given: number[] = []
    const drained = async (milliseconds: number) => given.push(milliseconds) > 1
    const deps = { spool: { rotate: async () => {} }, store: { ping: async () => true }, drain: { drained } }
    expect([await counted(deps), await counted(deps)]).toEqual([false, true])
    expect(given).toEqual([bounds.auditBacklogMilliseconds.max, bounds.auditBacklogMilliseconds.max])
  },
  saidFaultCharacters: () => {
    const most = bounds.saidFaultCharacters.max
    const faults = createFaults()
    for (const length of [most, most + 1]) faults.note('x'.repeat(length))
    expect(faults.said()).toEqual(['x'.repeat(most)])
  },
  auditSites: async () => {
    expect((await comparedOf({ sites: bounds.auditSites.max })).map(({ sites }) => sites)).toEqual([bounds.auditSites.max])
    expect((await comparedOf({ sites: bounds.auditSites.max + 1 })).map(({ sites }) => sites)).toEqual([bounds.auditSites.max, 1])
  },
  auditDays: async () => {
    expect((await comparedOf({ days: bounds.auditDays.max })).map(({ days }) => days)).toEqual([bounds.auditDays.max])
    expect((await comparedOf({ days: bounds.auditDays.max + 1 })).map(({ days }) => days)).toEqual([
      bounds.auditDays.max,
      bounds.auditDays.max,
    ])
  },
  auditFindings: async () => {
    expect(await namedOf(bounds.auditFindings.max)).toBe(bounds.auditFindings.max)
    expect(await namedOf(bounds.auditFindings.max + 1)).toBe(bounds.auditFindings.max)
  },
}
