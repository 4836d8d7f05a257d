import { describe, expect, it } from 'vitest'
import { retentionDays, retentionOf } from '../../../../dashboard/cards/retention/data.ts'
import { retentionQuestion } from '../../../../dashboard/cards/retention/questions.ts'

// 2026-11-24 is a Tuesday.
const today = '2026-11-24'
const days = { from: '2026-11-02', to: today }
const row = (date: string, cohort: string, count: number) => ({ date, cohort, count })
const rows = [
  row('2026-11-02', '0', 100),
  row('2026-11-02', '7', 9),
  row('2026-11-09', '0', 50),
  row('2026-11-09', '1', 20),
  row('2026-11-16', '1', 5),
  row('2026-11-23', '3', 2),
  row('2026-11-23', '0', 4),
  row('2026-11-23', '(other)', 6),
]

describe('the window of retention', () => {
  it('is 26 whole weeks that end with the chosen days', () =>
    expect(retentionDays({ from: '2026-11-24', to: '2026-11-24' }, today)).toEqual({ from: '2026-06-01', to: '2026-11-24' }))
  it('has no day that lies ahead', () => expect(retentionDays({ from: '2026-11-01', to: '2026-11-30' }, today).to).toBe(today))
  it('may ask for as many rows as there can be', () => {
    // Each of its weeks has at most the ages 0…26, and what is merged.
    expect(retentionQuestion({ site: { domain: 'example.org' }, days, today }).limit).toBe(26 * 28)
  })
})

describe('the grid of retention', () => {
  const grid = retentionOf(rows, days, today)
  it('has a row for each week in which somebody first came', () => {
    expect(grid.cohorts.map(({ week, size, isOpen }) => [week, size, isOpen])).toEqual([
      ['2026-11-02', 100, false],
      ['2026-11-09', 50, false],
      ['2026-11-23', 4, true],
    ])
  })
  it('puts each count to the week in which its browsers first came, as a share of them', () => {
    expect(grid.cohorts[0]?.cells).toEqual([
      { count: 20, share: 0.2, isOpen: false },
      { count: 0, share: 0, isOpen: false },
      { count: 2, share: 0.02, isOpen: true },
    ])
    expect(grid.cohorts[1]?.cells).toEqual([
      { count: 5, share: 0.1, isOpen: false },
      { count: 0, share: 0, isOpen: true },
    ])
    expect(grid.most).toBe(0.2)
  })
  it('averages over browsers, not over weeks, and only over weeks that are whole', () => {
    expect(grid.average).toEqual([25 / 150, 0, null])
  })
  it('says how many are of weeks too small to be kept apart', () => expect(grid.merged).toBe(6))
  it('puts what was taken away to no week', () => {
    expect(retentionOf([...rows, row('2026-11-09', '(removed)', -3)], days, today)).toEqual(grid)
  })
  it('marks the last week also where the chosen days cut it', () => {
    const [first] = retentionOf(rows, { from: days.from, to: '2026-11-11' }, today).cohorts
    expect(first?.cells).toEqual([{ count: 20, share: 0.2, isOpen: true }])
  })
  it('marks a week whose last day is today: the day is not over', () => {
    const sunday = '2026-11-22'
    expect(retentionOf(rows, { from: days.from, to: sunday }, sunday).cohorts[0]?.cells.map(({ isOpen }) => isOpen)).toEqual([false, true])
  })
  it('marks no week that is over and whole', () => {
    const { cohorts } = retentionOf(rows, { from: days.from, to: '2026-11-22' }, today)
    expect(cohorts.flatMap(({ cells }) => cells).some(({ isOpen }) => isOpen)).toBe(false)
  })
  it('is empty where nobody came', () => expect(retentionOf([], days, today)).toEqual({ cohorts: [], average: [], most: 0, merged: 0 }))
})
