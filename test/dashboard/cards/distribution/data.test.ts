import { describe, expect, it } from 'vitest'
import { classesOf, leadOf } from '../../../../dashboard/cards/distribution/data.ts'

const recency = (counts: Record<string, number>) => Object.entries(counts).map(([value, count]) => ({ recency: value, count }))
const named = (counts: Record<string, number>) =>
  Object.fromEntries(classesOf('recency', recency(counts)).map(({ name, count }) => [name, count]))

describe('views per visit', () => {
  const rows = [
    { depth: '11+', count: 1 },
    { depth: '1', count: 6 },
    { depth: '4-5', count: 2 },
    { depth: '2', count: 1 },
  ]
  it('are every class in the order of their views, with its share, also where there was none', () => {
    const classes = classesOf('depth', rows)
    expect(classes.map(({ name, count, share }) => [name, count, share])).toEqual([
      ['1 view', 6, 0.6],
      ['2 views', 1, 0.1],
      ['3 views', 0, 0],
      ['4–5 views', 2, 0.2],
      ['6–10 views', 0, 0],
      ['11 or more', 1, 0.1],
    ])
  })
  it('lead with the visits that went on', () => expect(leadOf('depth', rows)?.share).toBeCloseTo(0.4))
  it('are nothing where nothing was counted', () => {
    expect(classesOf('depth', [])).toEqual([])
    expect(leadOf('depth', [{ depth: '1', count: 0 }])).toBeUndefined()
  })
})

describe('coming back', () => {
  it('has each day in one class and loses none', () => {
    const each = Object.fromEntries(['new', ...Array.from({ length: 31 }, (_, index) => String(index + 1))].map((value) => [value, 1]))
    expect(named(each)).toEqual({
      New: 1,
      'The next day': 1,
      'After 2–6 days': 5,
      'After 1–2 weeks': 7,
      'After 2–4 weeks': 17,
      'After 31 days or more': 1,
    })
  })
  it('says of what is too rare to be kept by its day that it returned', () => {
    expect(named({ new: 2, '(other)': 3 })).toMatchObject({ New: 2, Returning: 3 })
    expect(named({ new: 2 })).not.toHaveProperty('Returning')
  })
  it('leaves out what was taken away: nobody knows of which class', () => {
    expect(named({ new: 2, 3: 2, '(removed)': -1 })).toEqual({ ...named({ new: 2, 3: 2 }) })
    expect(leadOf('recency', recency({ new: 2, 3: 2, '(removed)': -1 }))).toEqual({ share: 0.5 })
  })
  it.each([
    [
      { new: 5, 1: 1, 3: 3, 20: 1 },
      { share: 0.5, halfAfter: 3 },
    ],
    [
      { new: 1, 31: 2, 2: 1 },
      { share: 0.75, halfAfter: 31 },
    ],
    // Half of them is not known while some are not told.
    [{ new: 1, 2: 2, '(other)': 1 }, { share: 0.75 }],
    [{ new: 4 }, { share: 0 }],
  ])('of %j leads with %j', (counts, lead) => expect(leadOf('recency', recency(counts as Record<string, number>))).toEqual(lead))
})
