import { expect, it, onTestFinished, vi } from 'vitest'
import { createDrainWatch } from '../../collector/node/drain/standstill.ts'
import { createTrouble } from '../../collector/trouble.ts'
import { causeOf, placesOf, whyOf } from '../../collector/why.ts'

it('a trouble is said once for each cause, and once more after a while of calm, however often it came and went', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const log: string[] = []
  const trouble = createTrouble((line) => log.push(line), 'it is over', 1_000)
  trouble.over()
  for (let time = 0; time < 30; time++) {
    trouble.is('full', `the disk is full (${time})`)
    vi.advanceTimersByTime(900)
    trouble.over()
  }
  trouble.is('gone', 'the disk is gone')
  expect(log).toEqual(['the disk is full (0)', 'the disk is gone'])
  vi.advanceTimersByTime(1_000)
  trouble.over()
  trouble.over()
  trouble.is('full', 'the disk is full again')
  expect(log.slice(2)).toEqual(['it is over', 'the disk is full again'])
})

it('an error is told in one line, never empty, with what it was caused by, and its cause whatever file it names', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  const told = new Error('/data/spool/a.open', { cause: full })
  expect(whyOf(told)).toBe('/data/spool/a.open: ENOSPC: no space left on device, write')
  expect(whyOf(new TypeError(''))).toBe('TypeError')
  expect(whyOf(Object.assign(new Error(''), { code: 'Z_DATA_ERROR' }))).toBe('Z_DATA_ERROR')
  expect(whyOf(new Error('one\n   two'))).toBe('one two')
  expect([causeOf(told), causeOf(full)]).toEqual(['ENOSPC', 'ENOSPC'])
  expect(placesOf(new Error('what a visitor sent'))).toMatch(/^Error\n +at .*trouble\.test/)
})

it('counting stands still from the moment since which it does, by whatever keeps it', () => {
  let now = Date.parse('2026-11-24T09:30:00Z')
  const watch = createDrainWatch(() => now)
  const backlog = { segments: 0, batches: 0, bytes: 0, stuck: 0, lastError: null, freezeError: null }
  watch.reported(backlog)
  expect(watch.standstill(0)).toBeNull()
  // A store that is away for a moment, as while it starts, is none.
  watch.reported({ ...backlog, lastError: 'the store does not answer' })
  expect(watch.standstill(0)).toBeNull()
  now += 60_000
  expect(watch.standstill(0)).toEqual({ since: '2026-11-24T09:30:00.000Z', why: 'the store does not answer' })
  watch.reported({ ...backlog, freezeError: 'EIO' })
  expect(watch.standstill(0)).toBeNull()
  expect(watch.standstill(20_000)).toEqual({ since: '2026-11-24T09:30:40.000Z', why: 'EIO' })
  watch.failed(new Error('file is not a database'))
  now += 1_000
  watch.failed(new Error('file is not a database'))
  expect(watch.standstill(0)).toEqual({ since: '2026-11-24T09:31:00.000Z', why: 'file is not a database' })
  // It has run for a while since.
  now += 30_000
  watch.reported(backlog)
  expect(watch.standstill(0)).toBeNull()
})
