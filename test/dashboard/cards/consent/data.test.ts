import { describe, expect, it } from 'vitest'
import { acceptance, layerName, tallyAt, tallyBy, tallyOf, unsorted } from '../../../../dashboard/cards/consent/data.ts'
import { choicesQuestion } from '../../../../dashboard/cards/consent/questions.ts'
import { contextOf } from '../context.ts'

const row = (choice: string, count: number, date = '2026-11-02') => ({ date, choice, count })
const rows = [
  row('1 shown 1 banner en', 20),
  row('1 accepted 1 banner en', 6, '2026-11-03'),
  row('2 accepted 1 banner es', 2),
  row('1 refused 1 banner en', 3),
  row('1 chosen 2 banner en', 1),
  row('1 left 1 banner en', 5),
  row('1 withdrawn 1 form -', 1),
  row('(other)', 4),
  row('1 invented 1 banner en', 7),
]

describe('answers to the question for consent', () => {
  it('are added up by what was done, over policies, layers and languages', () =>
    expect(tallyOf(rows)).toEqual({ shown: 20, accepted: 8, chosen: 1, refused: 3, left: 5, withdrawn: 1 }))
  it('are accepted in a share of those who answered: who left it open did not', () => {
    expect(acceptance(tallyOf(rows))).toBeCloseTo(8 / 12)
    expect(acceptance(tallyOf([row('1 shown 1 banner en', 3), row('1 left 1 banner en', 3)]))).toBeNull()
  })
  it('are told by layer and language, those with the most answers first', () => {
    expect(tallyBy('layer', rows).map(({ value, tally }) => [value, acceptance(tally)])).toEqual([
      ['1', 8 / 11],
      ['2', 0],
    ])
    expect(tallyBy('language', rows).map(({ value }) => value)).toEqual(['en', 'es', '-'])
  })
  it('are told by day', () => {
    expect([...tallyAt(rows)].map(([date, { accepted }]) => [date, accepted])).toEqual([
      ['2026-11-02', 2],
      ['2026-11-03', 6],
    ])
  })
  it('are told by what a layer is called, whatever is stored in its place', () =>
    expect(['1', '2', '-', 'constructor', '__proto__'].map(layerName)).toEqual([
      'First layer',
      'Second layer',
      'Not told',
      'Not told',
      'Not told',
    ]))
  it('that cannot be told apart are said to be there', () => expect(unsorted(rows)).toBe(11))
})

it('asks for steps as the chart has them, and for none within a day', () => {
  const of = (from: string) => choicesQuestion(contextOf({ days: { from, to: '2026-11-30' } })).interval
  expect([of('2026-11-30'), of('2026-11-01'), of('2026-08-01'), of('2025-12-01')]).toEqual([undefined, 'day', 'week', 'month'])
})
