import { readFileSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fact } from '../../../collector/fact.ts'
import { openFileSpool } from '../../../collector/node/spool/file-spool.ts'
import { makeSpoolFolder, segmentPath, segmentsOf } from '../../../collector/node/spool/folder.ts'
import { lineOf } from '../../../collector/node/spool/lines.ts'
import { segmentFiles } from '../../../collector/node/spool/segment-files.ts'
import { createDrain } from '../../../collector/spool/drain.ts'
import type { Ledger } from '../../../collector/spool/ledger/ledger.ts'
import type { DrainDeps, DrainPoint } from '../../../collector/spool/running.ts'
import { today, view } from '../../kit/facts.ts'
import { countNumbers, numbered } from '../../kit/numbered.ts'
import { ledgerIn, type MemoryStore, memoryStore } from '../../kit/spool.ts'
import { eventually, temporaryFolder } from '../../kit/temporary.ts'

interface Place {
  folder: string
  store: MemoryStore
  ledger: Ledger
  log: string[]
}

function place(): Place {
  const folder = join(temporaryFolder(), 'spool')
  return { folder, store: memoryStore(), ledger: ledgerIn(folder), log: [] }
}

/** Appends each list as a segment of its own. */
async function write({ folder }: Place, ...segments: Fact[][]): Promise<void> {
  const spool = await openFileSpool({ folder, onClosed: () => {} })
  for (const facts of segments) {
    await spool.append(facts)
    await spool.rotate()
  }
  await spool.close()
}

function started({ folder, store, ledger, log }: Place, deps: Partial<DrainDeps> = {}) {
  const say = (line: string) => log.push(line)
  const clock = { now: () => Date.parse(`${today}T12:00:00Z`) }
  const drain = createDrain({ segments: segmentFiles(folder, say), ledger, store, clock, log: say, pause: 1, ...deps })
  const ended = drain.run()
  ended.catch(() => undefined)
  const stop = async () => {
    drain.stop()
    await ended
  }
  // Not waited for: a drain that a test has crashed never ends.
  onTestFinished(() => drain.stop())
  return { ...drain, ended, stop }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => numbered(from + index))
const counted = ({ store }: Place) => countNumbers(store.parts.map(({ rows }) => rows))
const countsOf = (numbers: number[]) => new Map(numbers.map((number) => [number, 1]))
const onceEach = (count: number) => countsOf(Array.from({ length: count }, (_, number) => number))

describe('the drain', () => {
  it('brings every closed segment into the store once, and removes it', async () => {
    const here = place()
    await write(here, range(0, 20), range(20, 50), range(50, 51))
    const drain = started(here)
    await drain.drained()
    expect(counted(here)).toEqual(onceEach(51))
    expect(here.store.attempts).toEqual([1, 2, 3].map((number) => ({ number, attempt: 1 })))
    expect(await segmentFiles(here.folder, () => {}).names()).toEqual([])
    expect(drain.backlog()).toEqual({ segments: 0, batches: 0, bytes: 0, stuck: 0, lastError: null, freezeError: null })
  })

  it('is told of new segments, also while it works', async () => {
    const here = place()
    await makeSpoolFolder(here.folder)
    const drain = started(here)
    await drain.drained()
    await write(here, range(0, 5))
    drain.wake()
    await write(here, range(5, 9))
    await drain.drained()
    expect(counted(here)).toEqual(onceEach(9))
  })

  it('turns segments into batches while the store is away, and inserts them in order once it is back', async () => {
    const here = place()
    here.store.away = true
    await write(here, range(0, 5), range(5, 10))
    const drain = started(here)
    await eventually('both frozen', () => here.ledger.last() === 2 && drain.backlog().segments === 0)
    expect(drain.backlog()).toMatchObject({ batches: 2, stuck: 0 })
    await eventually('tried more than once', () => here.store.attempts.length > 2)
    expect(drain.backlog().lastError).toBe('away')
    here.store.away = false
    await drain.drained()
    expect(here.store.parts.map(({ number }) => number)).toEqual([1, 2])
    expect(counted(here)).toEqual(onceEach(10))
    expect(here.store.attempts.every(({ attempt }, index, all) => attempt === 1 || all[index - 1]?.attempt === attempt - 1)).toBe(true)
  })

  it('sets a refused batch aside, goes on with the next, and tries it again at the next start', async () => {
    const here = place()
    here.store.refuses.add(1)
    await write(here, range(0, 5), range(5, 10))
    const drain = started(here)
    await drain.drained()
    expect(here.ledger.unsettled()).toEqual([{ number: 1, state: 'stuck' }])
    expect(drain.backlog()).toMatchObject({ batches: 1, stuck: 1 })
    expect(here.log.join()).toContain('batch 1 was refused')
    await drain.stop()
    here.store.refuses.clear()
    await started(here).drained()
    expect(here.store.attempts.at(-1)).toEqual({ number: 1, attempt: 2 })
    expect(counted(here)).toEqual(onceEach(10))
  })

  it('keeps a segment that cannot be read, and goes on with the others', async () => {
    const here = place()
    await write(here, range(0, 5), range(5, 10))
    const segments = segmentFiles(here.folder, () => {})
    const [first] = await segments.names()
    const broken = { ...segments, read: (name: string) => (name === first ? Promise.reject(new Error('EIO')) : segments.read(name)) }
    started(here, { segments: broken })
    await eventually('the second is stored', () => counted(here).size === 5)
    expect(await segments.names()).toEqual([first])
    expect(here.log.join()).toContain(`${first} is kept`)
  })

  it('counts what can be read of a damaged segment, and keeps the rest where the audit finds it', async () => {
    const here = place()
    await write(here, range(0, 3))
    const [file] = await segmentsOf(here.folder, 'closed')
    const bytes = readFileSync(file!.path)
    const second = lineOf(numbered(1))
    bytes[bytes.indexOf(second) + 20]! ^= 1
    writeFileSync(file!.path, bytes)
    await started(here).drained()
    expect(counted(here)).toEqual(countsOf([0, 2]))
    const files = segmentFiles(here.folder, () => {})
    expect(await files.all()).toEqual([])
    expect(await files.uncounted()).toEqual([{ name: file!.name, facts: 0, damaged: second.length, seconds: expect.any(Number) }])
    const [kept] = await segmentsOf(here.folder, 'damaged')
    expect(readFileSync(kept!.path)).toHaveLength(second.length)
    expect(here.log.filter((line) => line.includes(kept!.path))).toHaveLength(1)
  })

  it('says once for as long as it lasts, that a segment cannot be aggregated, and why', async () => {
    const here = place()
    await write(here, range(0, 2), range(2, 4))
    const broken = { ...segmentFiles(here.folder, () => {}), read: () => Promise.reject(new Error('EIO: i/o error')) }
    const drain = started(here, { segments: broken })
    await eventually('tried twice', () => drain.backlog().freezeError !== null)
    drain.wake()
    await eventually('said', () => here.log.length > 0)
    expect(drain.backlog().freezeError).toBe('EIO: i/o error')
    expect(here.log).toEqual([expect.stringMatching(/is kept and will be tried again: EIO: i\/o error$/)])
  })

  it('names a batch whose bytes are damaged where it waits, and does not blame the store', async () => {
    const here = place()
    here.store.away = true
    await write(here, range(0, 5), range(5, 10))
    const first = started(here)
    await eventually('frozen', () => here.ledger.last() === 2)
    await first.stop()
    here.store.away = false
    const rows = here.ledger.batch(1)!.rows
    rows[rows.length >> 1]! ^= 1
    here.ledger.rewrite(1, rows)
    await started(here).drained()
    expect(here.ledger.unsettled()).toEqual([{ number: 1, state: 'stuck' }])
    expect(here.log.join()).toMatch(/batch 1 cannot be read where it waits: its bytes are damaged \(.+\); it is set aside/)
    expect(counted(here)).toEqual(countsOf([5, 6, 7, 8, 9]))
  })

  it.each<DrainPoint>(['frozen', 'removed', 'inserted'])('counts exactly once across a crash at "%s"', async (point) => {
    const here = place()
    await write(here, range(0, 20), range(20, 40), range(40, 60))
    // A crash at each time that the point is reached: nothing that was to follow it happens.
    for (let crash = 1; crash <= 3; crash++) {
      const never = new Promise<never>(() => undefined)
      await new Promise<void>((crashed) => {
        let over = false
        const segments = segmentFiles(here.folder, () => {})
        const stopped = <Arguments extends unknown[], Result>(work: (...given: Arguments) => Promise<Result>) => {
          return (...given: Arguments) => (over ? never : work(...given))
        }
        const at = (reached: DrainPoint) => {
          if (reached !== point || over) return
          over = true
          crashed()
          throw new Error('crash')
        }
        const frozenStore = { ...here.store, insert: stopped(here.store.insert), select: here.store.select }
        const dead = {
          names: stopped(segments.names),
          all: stopped(segments.all),
          read: stopped(segments.read),
          remove: stopped(segments.remove),
          keepDamage: stopped(segments.keepDamage),
          uncounted: stopped(segments.uncounted),
        }
        started(here, { at, segments: dead, store: frozenStore })
      })
    }
    await started(here).drained()
    expect(counted(here)).toEqual(onceEach(60))
  })

  it('counts a segment once that a power cut brings back under its open name', async () => {
    const here = place()
    await write(here, range(0, 5))
    const files = segmentFiles(here.folder, () => {})
    const first = started(here, { segments: { ...files, remove: () => new Promise<never>(() => undefined) } })
    await eventually('frozen', () => here.ledger.last() === 1)
    first.stop().catch(() => undefined)
    for (const { name, path } of await segmentsOf(here.folder, 'closed'))
      await rename(path, segmentPath(here.folder, { name, kind: 'open' }))
    // The drain's thread may look before intake has closed what was left open.
    const second = started(here)
    await second.drained()
    await write(here)
    await second.drained()
    expect(counted(here)).toEqual(onceEach(5))
    expect(await files.all()).toEqual([])
  })

  describe('and the earned set of a day', () => {
    const pairs = ({ store }: Place) =>
      store.parts
        .flatMap(({ rows }) =>
          new TextDecoder()
            .decode(rows)
            .trimEnd()
            .split('\n')
            .map((row) => JSON.parse(row)),
        )
        .filter(([, grain, dimensionA]) => grain === 'day' && dimensionA !== '').length
    const crossed = view({ path: '/', device: 'mobile' })
    const answer = async () =>
      ['path:/', 'device:mobile'].map((text) => ({ target: today, dimension: text.split(':')[0], value: text.split(':')[1] }))

    it('is asked for once, recorded with the first batch of the day, and used by all', async () => {
      const here = place()
      here.store.answer = answer
      await write(here, [crossed], [crossed])
      const first = started(here)
      await first.drained()
      await first.stop()
      await write(here, [crossed])
      await started(here).drained()
      expect(here.store.selects.filter(({ earningBrowsers }) => earningBrowsers)).toHaveLength(1)
      expect(pairs(here)).toBe(3)
      expect(here.ledger.dayOf('example.org', today).earned).toEqual({ path: ['/'], device: ['mobile'] })
    })

    it('is empty and not recorded while the store is away, and asked for again', async () => {
      const here = place()
      here.store.away = true
      await write(here, [crossed])
      const drain = started(here)
      await eventually('frozen', () => here.ledger.last() === 1)
      expect(here.ledger.dayOf('example.org', today).earned).toBe(null)
      here.store.away = false
      here.store.answer = answer
      await write(here, [crossed])
      await drain.drained()
      expect(pairs(here)).toBe(1)
      expect(here.ledger.dayOf('example.org', today).earned).not.toBe(null)
    })

    it('that comes too late for one segment serves the next', async () => {
      const here = place()
      const late = Promise.withResolvers<void>()
      here.store.answer = () => late.promise.then(answer)
      await write(here, [crossed])
      const drain = started(here)
      await eventually('frozen without it', () => here.ledger.last() === 1)
      late.resolve()
      await write(here, [crossed])
      await drain.drained()
      expect(here.store.selects.filter(({ earningBrowsers }) => earningBrowsers)).toHaveLength(1)
      expect(pairs(here)).toBe(1)
    })
  })

  it('leaves numbers without a gap where another writer froze between', async () => {
    const here = place()
    await write(here, range(0, 5), range(5, 10))
    const { ledger } = here
    let meddled = false
    const meddling: Ledger = {
      ...ledger,
      freeze: (frozen) => {
        if (!meddled) {
          meddled = true
          const batches = [{ ...frozen.batches[0]!, number: ledger.last() + 1, collector: ledger.collector }]
          ledger.freeze({ source: 'backfill/other/1', batches, accepted: [], admitted: [], earned: [], days: [] })
          ledger.inserted(batches[0]!.number)
        }
        return ledger.freeze(frozen)
      },
    }
    await started({ ...here, ledger: meddling }).drained()
    expect(here.store.parts.map(({ number }) => number)).toEqual([2, 3])
    expect(counted(here)).toEqual(onceEach(10))
  })
})
