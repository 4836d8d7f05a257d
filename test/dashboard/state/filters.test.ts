import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asksTooMuch, type Condition, conditionText, filterable, parseConditions, withCondition } from '../../../dashboard/state/filters.ts'
import { before, stepped } from '../../../dashboard/state/range.ts'

const condition = fc.record({
  operator: fc.constantFrom('is' as const, 'isNot' as const),
  dimension: fc.constantFrom(...filterable),
  value: fc.oneof(fc.constant(null), fc.string({ minLength: 1, maxLength: 60 })),
})

describe('a filter', () => {
  it('in the address is read back as it was', () => {
    fc.assert(
      fc.property(condition, (it) => {
        expect(parseConditions([conditionText(it)])).toEqual([it])
      }),
    )
  })
  it.each(['', 'is', 'is.path', 'has.path.x', 'is.nothing.x', 'is.__proto__.x', `is.path.${'x'.repeat(301)}`])(
    'such as %j counts as not said',
    (text) => {
      expect(parseConditions([text])).toEqual([])
    },
  )
  it('said again takes the place of the first, and at most five are kept', () => {
    const one: Condition = { operator: 'is', dimension: 'path', value: '/' }
    expect(withCondition([one], { ...one, operator: 'isNot' })).toEqual([{ ...one, operator: 'isNot' }])
    const many = Array.from({ length: 9 }, (_, index) => ({ ...one, value: `/${index}` }))
    expect(many.reduce<Condition[]>(withCondition, [])).toEqual(many.slice(4))
  })
  it('on two dimensions asks for more than is kept; on one it does not', () => {
    const on = (dimension: Condition['dimension'], value: string): Condition => ({ operator: 'is', dimension, value })
    expect(asksTooMuch([on('path', '/'), on('path', '/a')])).toBe(false)
    expect(asksTooMuch([on('path', '/'), on('source', 'a')])).toBe(true)
  })
})

describe('from one period to the next', () => {
  it.each([
    [
      { from: '2026-11-24', to: '2026-11-24' },
      { from: '2026-11-23', to: '2026-11-23' },
      { from: '2026-11-25', to: '2026-11-25' },
    ],
    [
      { from: '2026-11-18', to: '2026-11-24' },
      { from: '2026-11-11', to: '2026-11-17' },
      { from: '2026-11-25', to: '2026-12-01' },
    ],
    [
      { from: '2026-11-01', to: '2026-11-30' },
      { from: '2026-10-01', to: '2026-10-31' },
      { from: '2026-12-01', to: '2026-12-31' },
    ],
    [
      { from: '2026-12-01', to: '2026-12-31' },
      { from: '2026-11-01', to: '2026-11-30' },
      { from: '2027-01-01', to: '2027-01-31' },
    ],
  ])('%j comes after %j and before %j', (days, earlier, later) => {
    expect(stepped(days, -1)).toEqual(earlier)
    expect(stepped(days, 1)).toEqual(later)
  })
  it('is compared with as many days just before', () => {
    expect(before({ from: '2026-11-01', to: '2026-11-30' })).toEqual({ from: '2026-10-02', to: '2026-10-31' })
  })
})
