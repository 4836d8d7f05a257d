/** The operator's log: equal lines once, and how often they came. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLog } from '../../../collector/node/log.ts'
import { bounds } from '../../../contract/bounds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function opened() {
  const written: string[] = []
  return { written, log: createLog((text) => written.push(text)) }
}
const window = () => vi.advanceTimersByTime(bounds.logMilliseconds.max)

it('says a line at once, the same line no more, and after a minute how often it came again', () => {
  const { written, log } = opened()
  for (let time = 0; time < 1_000; time++) log.say('the disk is full')
  log.say('another')
  expect(written).toEqual(['the disk is full', 'another'])
  window()
  expect(written).toEqual(['the disk is full', 'another', 'the disk is full (again 999 times)'])
})

it('goes on telling of what goes on, once a minute, and forgets what has ended', () => {
  const { written, log } = opened()
  for (let minute = 0; minute < 3; minute++) {
    for (let time = 0; time < 100; time++) log.say('the drain failed')
    window()
  }
  expect(written).toEqual(['the drain failed', ...['99', '100', '100'].map((often) => `the drain failed (again ${often} times)`)])
  window()
  log.say('the drain failed')
  expect(written.at(-1)).toBe('the drain failed')
})

it('repeats of several lines only the first', () => {
  const { written, log } = opened()
  for (let time = 0; time < 2; time++) log.say('Error: a mistake\n    at here\n    at there')
  window()
  expect(written).toEqual(['Error: a mistake\n    at here\n    at there', 'Error: a mistake (again 1 time)'])
})

it('keeps nothing to itself at its end', () => {
  const { written, log } = opened()
  for (let time = 0; time < 3; time++) log.say('late')
  log.close()
  expect(written).toEqual(['late', 'late (again 2 times)'])
})
