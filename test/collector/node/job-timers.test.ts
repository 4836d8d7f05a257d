/** Jobs by timers: one run of a job at a time, at its interval, remembered, and waited for at the end. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CountFact } from '../../../collector/fact.ts'
import { jobs } from '../../../collector/jobs/table.ts'
import { createJobTimers } from '../../../collector/node/job-timers.ts'
import { SpoolFull } from '../../../collector/ports.ts'
import { site, today } from '../../kit/facts.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

const interval = jobs.fold.everySeconds * 1_000
const moment = () => vi.advanceTimersByTimeAsync(0)

/** A job whose runs end when the test says so. */
function slow() {
  const runs: PromiseWithResolvers<number>[] = []
  const fold = () => {
    const run = Promise.withResolvers<number>()
    runs.push(run)
    return run.promise
  }
  return { runs, fold }
}

function timers() {
  const lines: string[] = []
  return { lines, ...createJobTimers({ clock: { now: () => Date.now() }, log: (line) => lines.push(line) }) }
}

it('a run that takes longer than the interval is not overtaken by the next', async () => {
  const { start, stop } = timers()
  const { runs, fold } = slow()
  start('fold', { fold })
  await vi.advanceTimersByTimeAsync(3 * interval)
  expect(runs.length).toBe(1)
  runs[0]?.resolve(0)
  await vi.advanceTimersByTimeAsync(interval - 1)
  expect(runs.length).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(runs.length).toBe(2)
  stop()
})

it('the last run of each job is remembered; one that has not ended is not', async () => {
  const { start, stop, lastRuns } = timers()
  const { runs, fold } = slow()
  const from = new Date().toISOString()
  expect(lastRuns()).toEqual({ fold: null, flush: null, purge: null })
  start('fold', { fold })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(lastRuns().fold).toBeNull()
  runs[0]?.resolve(3)
  await moment()
  const ended = new Date(Date.parse(from) + 5_000).toISOString()
  expect(lastRuns().fold).toEqual({ started: from, ended, took: expect.any(Number), did: { cells: 3 } })
  stop()
})

it('a failure is logged once for as long as it lasts, and once when it is over', async () => {
  const { start, stop, lines, lastRuns } = timers()
  const results = [() => Promise.reject(new Error('no room')), () => Promise.reject(new Error('no room')), async () => 0, async () => 0]
  start('fold', { fold: () => results.shift()?.() ?? Promise.resolve(0) })
  await vi.advanceTimersByTimeAsync(interval)
  expect(lines).toEqual(['the job fold failed: no room; it is tried again every 3600 s'])
  expect(lastRuns().fold).toMatchObject({ error: 'failed: Error' })
  await vi.advanceTimersByTimeAsync(2 * interval)
  expect(lines.slice(1)).toEqual(['the job fold succeeds again'])
  expect(lastRuns().fold).toMatchObject({ did: { cells: 0 } })
  stop()
})

it('once stopped nothing begins, and the end waits for what runs', async () => {
  const { start, stop, settled } = timers()
  const { runs, fold } = slow()
  start('fold', { fold })
  await moment()
  stop()
  let isOver = false
  const over = settled().then(() => {
    isOver = true
  })
  await vi.advanceTimersByTimeAsync(2 * interval)
  expect(isOver).toBe(false)
  runs[0]?.resolve(0)
  await over
  await vi.advanceTimersByTimeAsync(2 * interval)
  start('fold', { fold })
  await moment()
  expect(runs.length).toBe(1)
})

it('a flush at the end hands over what was counted since the last, after the one under way, and is the last', async () => {
  const { start, runLast, lastRuns } = timers()
  const appended: unknown[][] = []
  const waiting: PromiseWithResolvers<void>[] = []
  const append = (facts: readonly unknown[]) => {
    appended.push([...facts])
    const one = Promise.withResolvers<void>()
    waiting.push(one)
    return one.promise
  }
  const stray: CountFact = { type: 'count', site, day: today, dimension: 'stray', value: 'copy.example', count: 1 }
  const counted = [[stray], [stray, stray]]
  start('flush', { spool: { append }, sites: { get: () => ({}) as never }, sources: [{ flush: () => counted.shift() ?? [] }] })
  await moment()
  const last = runLast('flush')
  await moment()
  expect(appended.map(({ length }) => length)).toEqual([1])
  waiting[0]?.reject(new SpoolFull(5))
  await moment()
  expect(lastRuns().flush?.did).toEqual({ counts: 0, lost: 1 })
  waiting[1]?.resolve()
  await last
  expect(appended.map(({ length }) => length)).toEqual([1, 2])
  expect(lastRuns().flush?.did).toEqual({ counts: 2, lost: 0 })
  const { ended } = lastRuns().flush!
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lastRuns().flush?.ended).toBe(ended)
})
