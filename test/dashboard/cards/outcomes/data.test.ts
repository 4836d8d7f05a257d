import { describe, expect, it } from 'vitest'
import { dimensionNames, dimensionRow } from '../../../../contract/dimensions.ts'
import type { Row } from '../../../../contract/query.ts'
import { reasonNames, reasons } from '../../../../contract/reasons.ts'
import { stepsIn } from '../../../../dashboard/cards/outcomes/data.ts'
import { reasonWords, unusualWords } from '../../../../dashboard/cards/outcomes/words.ts'

const day = '2026-11-24'
const now = { today: day, hour: 9 }
const row = (refused: string, hour: string, count: number): Row => ({ refused, hour, count })
const ofDay = (rows: Row[]) => stepsIn(rows, 'refused', { days: { from: day, to: day }, interval: 'hour', now })
const text = (steps: ReturnType<typeof stepsIn>['steps']) =>
  steps
    .filter(({ parts }) => parts.length > 0)
    .map(({ step, parts }) => `${step}: ${parts.map(({ value, count }) => `${value} ${count}`).join(', ')}`)

describe('steps', () => {
  it('of a day are its hours, all of them, also while it goes on; of a day that has not begun none', () => {
    expect(ofDay([row('bot', '3', 2)]).steps.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_, hour) => String(hour)))
    const ahead = { from: '2026-11-25', to: '2026-11-25' }
    expect(stepsIn([], 'refused', { days: ahead, interval: 'hour', now }).steps).toEqual([])
  })

  it('name the four values with the most events, in the same order in each; the others are told together', () => {
    const rows = [
      ...[row('host', '2', 900), row('bot', '2', 30), row('bot', '3', 6), row('clock', '2', 5), row('value', '2', 4)],
      ...[row('type', '2', 3), row('site', '3', 3), row('type', '3', 1)],
    ]
    const { named, steps, unkept } = ofDay(rows)
    expect(named).toEqual(['host', 'bot', 'clock', 'type'])
    expect(text(steps)).toEqual(['2: host 900, bot 30, clock 5, type 3, null 4', '3: bot 6, type 1, null 3'])
    expect(unkept).toBe(0)
  })

  it('hold what is certain, and what has no hour is told apart', () => {
    const bounded = { refused: 'bot', hour: '14', count: null, countLower: 20, countUpper: 83 }
    const { steps, unkept } = ofDay([bounded, row('(not kept)', '(not kept)', 63)])
    expect([text(steps), unkept]).toEqual([['14: bot 20'], 63])
  })

  it('of days are days, weeks or months', () => {
    const rows = [
      { date: '2026-11-22', unusual: 'path', count: 3 },
      { date: '2026-11-24', unusual: 'path', count: 1 },
    ]
    const { steps } = stepsIn(rows, 'unusual', { days: { from: '2026-11-22', to: '2026-11-30' }, interval: 'day', now })
    expect(steps.map(({ step, parts }) => `${step} ${parts[0]?.count ?? 0}`)).toEqual(['2026-11-22 3', '2026-11-23 0', '2026-11-24 1'])
  })
})

describe('in words', () => {
  it.each(reasonNames)('%s has its meaning, and what can be done', (reason) => {
    const { name, meaning, advice } = reasonWords(reason)
    expect([name, meaning]).toEqual([reason, reasons[reason]])
    expect(advice).toMatch(/^[A-Z].{10,}\.$/)
  })
  it.each(dimensionNames.filter((name) => dimensionRow(name).values === 'open'))(
    'values of %s have a name, and what can be done',
    (name) => {
      const words = unusualWords(name)
      expect(words.name).toMatch(/^\w/)
      expect(words.advice).toMatch(/^[A-Z].{10,}\.$/)
    },
  )
  it.each(['constructor', '__proto__', 'of a later program'])('a value that is not known, %s, is told as it is', (value) => {
    expect([reasonWords(value).name, unusualWords(value).name]).toEqual([value, value])
  })
})
