import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, vi } from 'vitest'
import { createQueryLimiter, threadLimits } from '../../collector/node/queries/queries.ts'
import type { SelectLimits } from '../../collector/ports.ts'
import { createPreviewPaths } from '../../collector/query/path-preview.ts'
import { createQuery } from '../../collector/query/query.ts'
import { createRead, createStatementLimiter } from '../../collector/query/read.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import { type BoundName, bounds } from '../../contract/bounds.ts'
import { addDays } from '../../contract/day.ts'
import { parseConditions } from '../../dashboard/state/filters.ts'

const from = '2026-11-01'
const good = { site: 'example.org', from, to: from, measures: ['views'] }
const query = createQuery({ store: { select: async () => [] }, sites: { get: defaultSite }, clock: { now: () => 0 } })
const status = async (body: unknown) => (await query(body, () => true)).status

/** Taken at the bound, refused one past it. */
async function bounded(name: BoundName, bodyOf: (size: number) => unknown): Promise<void> {
  expect(await status(bodyOf(bounds[name].max))).toBe(200)
  expect(await status(bodyOf(bounds[name].max + 1))).toBe(400)
}

/** What a statement of a question may take. */
async function limitsGiven(): Promise<SelectLimits> {
  let given: SelectLimits = {}
  const select = async <Row>(_sql: string, _params?: Record<string, unknown>, limits: SelectLimits = {}) => {
    given = limits
    return [] as Row[]
  }
  await createRead({ select })({ sql: '', params: {} })
  return given
}

/** Turns of which each is held until the end; how many have begun, and how many were turned away. */
async function turnsOf(askers: readonly string[]): Promise<{ begun: number; away: number }> {
  const turn = createQueryLimiter()
  const [over, leaving] = [Promise.withResolvers<void>(), new AbortController()]
  const seen = { begun: 0, away: 0 }
  const asked = askers.map((asker) =>
    turn(asker, leaving.signal, () => {
      seen.begun++
      return over.promise
    }).catch((error: Error) => error.name === 'NoTurn' && seen.away++),
  )
  await new Promise(setImmediate)
  const found = { ...seen }
  over.resolve()
  leaving.abort()
  await Promise.all(asked)
  return found
}

/** Whether a thread with the limits of ours can hold so many bytes. */
async function holds(bytes: number): Promise<boolean> {
  const program = `const held = []; for (let at = 0; at < ${bytes}; at += 8_000_000) held.push(new Array(1_000_000).fill(0.5 + at)); require('node:worker_threads').parentPort.postMessage(held.length)`
  const worker = new Worker(program, { eval: true, resourceLimits: threadLimits })
  return await Promise.race([once(worker, 'message').then(() => true), once(worker, 'exit').then(() => false)]).catch(() => false)
}

const many = <Value>(size: number, value: (index: number) => Value) => Array.from({ length: size }, (_, index) => value(index))
const filtered = (values: string[]) => ({ ...good, filters: [['is', 'path', values]] })

export const probes: Partial<Record<BoundName, () => Promise<void>>> = {
  queryQuestions: () => bounded('queryQuestions', (size) => many(size, () => good)),
  querySites: () => bounded('querySites', (size) => ({ ...good, site: many(size, (index) => `site${index}.org`) })),
  queryFilters: () => bounded('queryFilters', (size) => ({ ...good, filters: many(size, () => ['is', 'path', ['/']]) })),
  filterValues: () => bounded('filterValues', (size) => filtered(many(size, String))),
  filterCharacters: async () => {
    await bounded('filterCharacters', (size) => filtered(['x'.repeat(size)]))
    const most = bounds.filterCharacters.max
    const inAddress = (size: number) => parseConditions([`is.source.${'x'.repeat(size)}`]).length
    expect([inAddress(most), inAddress(most + 1)]).toEqual([1, 0])
  },
  queryOrders: () => bounded('queryOrders', (size) => ({ ...good, order: many(size, () => ['views', 'desc']) })),
  queryRows: () => bounded('queryRows', (limit) => ({ ...good, limit })),
  queryOffset: () => bounded('queryOffset', (offset) => ({ ...good, offset })),
  queryDays: () => bounded('queryDays', (days) => ({ ...good, to: addDays(from, days - 1) })),
  queryRead: async () => {
    const read = (rows: number) => createRead({ select: async <Row>() => new Array<Row>(rows) })({ sql: '', params: {} })
    expect(await read(bounds.queryRead.max)).toHaveLength(bounds.queryRead.max)
    await expect(read(bounds.queryRead.max + 1)).rejects.toThrow()
  },
  queryReadTogether: async () => {
    const read = createRead({ select: async <Row>(sql: string) => new Array<Row>(Number(sql)) })
    const most = bounds.queryReadTogether.max
    for (let left = most; left > 0; left -= bounds.queryRead.max)
      await read({ sql: String(Math.min(left, bounds.queryRead.max)), params: { left } })
    await expect(read({ sql: '1', params: {} })).rejects.toThrow('more rows')
  },
  queryReadBytes: async () => expect((await limitsGiven()).bytes).toBe(bounds.queryReadBytes.max),
  queryMemoryBytes: async () => expect((await limitsGiven()).memoryBytes).toBe(bounds.queryMemoryBytes.max),
  queryStatementSeconds: async () => expect((await limitsGiven()).seconds).toBe(bounds.queryStatementSeconds.max),
  queryRowsTogether: async () => {
    const paths = many(bounds.queryRows.max, (index) => ({ date: '', key0: `/${index}`, sum_views: 1 }))
    const select = async <Row>(sql: string) => (sql.includes('key0') ? paths : []) as Row[]
    const asked = createQuery({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 } })
    const statusOf = async (limits: number[]) =>
      (
        await asked(
          limits.map((limit) => ({ ...good, by: ['path'], limit })),
          () => true,
        )
      ).status
    const whole = many(bounds.queryRowsTogether.max / bounds.queryRows.max, () => bounds.queryRows.max)
    expect([await statusOf(whole), await statusOf([...whole, 1])]).toEqual([200, 400])
  },
  queryMilliseconds: async () => {
    const time = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal)
    const select = <Row>(_sql: string, _params?: Record<string, unknown>, { signal }: SelectLimits = {}) =>
      new Promise<Row[]>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const answer = createQuery({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 } })(good, () => true)
    await new Promise(setImmediate)
    time.abort()
    expect([(await answer).status, timeout.mock.calls]).toEqual([503, [[bounds.queryMilliseconds.max]]])
    timeout.mockRestore()
  },
  queryQuestionsAtOnce: async () => {
    const most = bounds.queryQuestionsAtOnce.max
    const [asked, over] = [new Set<unknown>(), Promise.withResolvers<void>()]
    const select = async <Row>(_sql: string, params?: Record<string, unknown>) => {
      asked.add(params?.site ?? JSON.stringify(params?.sites))
      await over.promise
      return [] as Row[]
    }
    const questions = many(most + 1, (index) => ({ ...good, site: `site${index}.org` }))
    // As many statements as they like.
    const answer = createQuery({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 }, turn: (task) => task() })
    const answered = answer(questions, () => true)
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate)
    expect(asked.size).toBe(most)
    over.resolve()
    expect([(await answered).status, asked.size]).toEqual([200, most + 1])
  },
  queryAtOnce: async () => {
    const askers = many(bounds.queryAtOnce.max + 1, String)
    expect(await turnsOf(askers)).toEqual({ begun: bounds.queryAtOnce.max, away: 0 })
  },
  queryOfOne: async () =>
    expect(await turnsOf(many(bounds.queryOfOne.max + 1, () => 'a'))).toEqual({ begun: bounds.queryOfOne.max, away: 0 }),
  queryWaiting: async () => {
    const askers = many(bounds.queryAtOnce.max + bounds.queryWaiting.max, String)
    expect([(await turnsOf(askers)).away, (await turnsOf([...askers, 'more'])).away]).toEqual([0, 1])
  },
  queryWaitingOfOne: async () => {
    const most = bounds.queryOfOne.max + bounds.queryWaitingOfOne.max
    expect([(await turnsOf(many(most, () => 'a'))).away, (await turnsOf(many(most + 1, () => 'a'))).away]).toEqual([0, 1])
  },
  queryWaitMilliseconds: async () => {
    vi.useFakeTimers()
    const turn = createQueryLimiter()
    const never = new AbortController().signal
    for (let running = 0; running < bounds.queryAtOnce.max; running++) void turn(String(running), never, () => new Promise(() => {}))
    let outcome = 'waits'
    turn('late', never, async () => {}).catch((error: Error) => (outcome = error.name))
    await vi.advanceTimersByTimeAsync(bounds.queryWaitMilliseconds.max - 1)
    expect(outcome).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(outcome).toBe('NoTurn')
    vi.useRealTimers()
  },
  queryHeapBytes: async () => {
    // Beside what is held a heap has its own needs.
    expect([await holds(0.8 * bounds.queryHeapBytes.max), await holds(1.3 * bounds.queryHeapBytes.max)]).toEqual([true, false])
  },
  previewPaths: async () => {
    const asked: unknown[] = []
    const select = async <Row>(_sql: string, params?: Record<string, unknown>) => {
      asked.push(params?.most)
      return [] as Row[]
    }
    await createPreviewPaths({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 } })('example.org', [])
    expect(asked).toEqual([bounds.previewPaths.max])
  },
  previewRows: async () => {
    const preview = (size: number) => {
      const select = async <Row>() => many(size, (index) => ({ path: `/a/${index}`, seen: 1 })) as Row[]
      return createPreviewPaths({ store: { select }, sites: { get: defaultSite }, clock: { now: () => 0 } })('example.org', ['/a/*'])
    }
    expect((await preview(bounds.previewRows.max)).rows).toHaveLength(bounds.previewRows.max)
    const more = await preview(bounds.previewRows.max + 1)
    expect([more.rows.length, more.rules[0]?.paths]).toEqual([bounds.previewRows.max, bounds.previewRows.max + 1])
  },
  queryStatements: async () => {
    const most = bounds.queryStatements.max
    const finish: (() => void)[] = []
    const turn = createStatementLimiter()
    // Each of a body of its own.
    const read = () => createRead({ select: <Row>() => new Promise<Row[]>((resolve) => finish.push(() => resolve([]))) }, { turn })
    const answers = many(most + 1, (index) => read()({ sql: String(index), params: {} }))
    await Promise.resolve()
    expect(finish).toHaveLength(most)
    finish[0]?.()
    await answers[0]
    await Promise.resolve()
    expect(finish).toHaveLength(most + 1)
    for (const each of finish) each()
    await Promise.all(answers)
  },
}
