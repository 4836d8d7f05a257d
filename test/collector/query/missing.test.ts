/** What may be missing of a cross: whatever part of its cells is lost, the truth of each row lies between what is said. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { between } from '../../../collector/query/between.ts'
import { type FormulaInput, type FormulaName, formulaOf } from '../../../collector/query/measure-formulas.ts'
import { keyOf, linesOf, missingOf, type Quantity, type ReadLine, type Sum } from '../../../collector/query/missing.ts'
import type { Place } from '../../../collector/query/place.ts'
import type { Counter } from '../../../contract/counters.ts'
import type { Dimension } from '../../../contract/dimensions.ts'

/** A cell of a cross as it truly was; what is small, or not common, may be lost. */
interface Cell {
  values: [string, string]
  counts: Partial<Record<Counter, number>>
  lost: boolean
}

const few = fc.integer({ min: 0, max: 6 })
const values = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', 'z'))
/** As they are booked: each visit begins with a view, has a second one or none, and sees a page first once. */
const cells: fc.Arbitrary<Cell[]> = fc.uniqueArray(
  fc.record({ values, visits: few, second: few, more: few, seconds: few, sights: few, lost: fc.boolean() }).map((each): Cell => {
    const views = each.visits + each.more
    const secondViews = Math.min(each.second, each.visits)
    const firstInVisit = Math.min(views, Math.max(each.visits, each.sights))
    return {
      values: each.values,
      counts: { views, visits: each.visits, secondViews, seconds: each.seconds, firstInVisit },
      lost: each.lost,
    }
  }),
  { selector: ({ values: [one, other] }) => `${one} ${other}`, maxLength: 9 },
)

function sumOf(some: readonly Cell[], at: readonly string[], consented: boolean): Sum {
  const plain = (counter: Counter) => (consented && counter.startsWith('consented') ? plainOf[counter] : counter) as Counter
  return { date: '', values: at, of: (counter) => some.reduce((sum, { counts }) => sum + (counts[plain(counter)] ?? 0), 0) }
}
const plainOf: Partial<Record<Counter, Counter>> = { consentedViews: 'views', consentedVisits: 'visits' }

/** The lines of a cross as the store tells them: marginals of all that was, and what is kept beside each value. */
function readLines(place: Place, group: readonly Dimension[], all: readonly Cell[]): ReadLine[] {
  return linesOf({ place, group }).map((line) => {
    const position = place.indexOf(line.dimension)
    const by = (some: readonly Cell[]) => [...Map.groupBy(some, (cell) => (line.index < 0 ? '' : cell.values[position]!))]
    const sums = (some: readonly Cell[], consented: boolean) =>
      by(some).map(([value, each]) => sumOf(each, line.index < 0 ? [] : [value], consented))
    return {
      ...line,
      whole: sums(all, true),
      kept:
        line.index < 0
          ? null
          : sums(
              all.filter(({ lost }) => !lost),
              false,
            ),
    }
  })
}

const given = (place: Place, { of }: Sum): FormulaInput => ({
  place,
  complement: false,
  count: (counter) => of(plainOf[counter] ?? counter),
  paths: { several: false },
  newcomers: 0,
  exits: 0,
  browsers: { proved: 0, opened: 0, openedFirst: 0, added: 0, addedMost: 0, most: 0, few: { opened: 0, openedFirst: 0, added: 0 } },
  tells: { withoutConsent: true, pages: true },
  site: { lower: 0, upper: 1_000 },
  overnight: { into: 0, outOf: 0 },
})

const perVisit: FormulaName[] = ['bounceRate', 'viewsPerVisit', 'secondsPerVisit']
it.each([
  ['two values of the visit', ['source', 'browser'], ['views', 'visits', 'entries', 'bounces', 'seconds', ...perVisit, 'coverage', 'few']],
  [
    'a page and a source',
    ['path', 'source'],
    ['views', 'sawConsented', 'entries', 'seconds', 'viewsPerCrossSight', 'secondsPerCrossSight', 'few'],
  ],
] as [string, Place, FormulaName[]][])(
  'bounds every measure of %s by the truth, and says it exactly where nothing is lost',
  (_name, place, names) => {
    fc.assert(
      fc.property(cells, fc.boolean(), (found, both) => {
        const group = both ? place : place.slice(0, 1)
        // Under a filter on the second only those beside its value are rows; its marginal is the whole of it.
        const asked = both ? found : found.filter(({ values: [, other] }) => other === 'x')
        const named = (cell: Cell) => cell.values.slice(0, group.length)
        const truths = Map.groupBy(asked, (cell) => keyOf('', named(cell)))
        const rows = asked.filter(({ lost }) => !lost).map((cell) => sumOf([cell], named(cell), false))
        const lines = readLines(place, group, found).map((line) => (line.index < 0 ? { ...line, whole: [sumOf(asked, [], true)] } : line))
        const missing = missingOf(place, rows, lines)
        for (const row of rows) {
          const truth = sumOf(truths.get(keyOf('', row.values))!, row.values, false)
          const more = (quantity: Quantity | 'exits') => {
            const plain = plainOf[quantity as Counter] ?? quantity
            return missing.get(keyOf('', row.values))!(plain as Quantity)
          }
          for (const name of names) {
            const said = between(name, given(place, row), more)
            const true_ = formulaOf(name).value(given(place, truth))
            if (!said || !true_) continue
            expect(said.lower, name).toBeLessThanOrEqual(true_.lower + 1e-9)
            expect(said.upper, name).toBeGreaterThanOrEqual(true_.upper - 1e-9)
            if (found.every(({ lost }) => !lost)) expect(said, name).toEqual(true_)
          }
        }
      }),
      { seed: 12, numRuns: 2_000 },
    )
  },
)

const sum = (at: readonly string[], counts: Partial<Record<Counter, number>>): Sum => ({
  date: '',
  values: at,
  of: (counter) => counts[counter] ?? 0,
})
const moreOf = (place: Place, row: Sum, lines: ReadLine[]) => missingOf(place, [row], lines).get(keyOf('', row.values))!

it('bounds what a marginal does not carry by its views: the visits that saw a page, under a source', () => {
  const row = sum(['/'], { views: 4, firstInVisit: 3 })
  const [page, source] = linesOf({ place: ['path', 'source'], group: ['path'] }) as [ReadLine, ReadLine]
  const more = moreOf(['path', 'source'], row, [
    { ...page, whole: [sum(['/'], { consentedViews: 50, firstInVisit: 40 })], kept: [row] },
    { ...source, whole: [sum([], { consentedViews: 9 })], kept: null },
  ])
  expect([more('views'), more('firstInVisit')]).toEqual([5, 5])
  expect(more('count')).toBe(Number.POSITIVE_INFINITY)
})

it('of slices, which overlap, a row is at most its own total', () => {
  const rows = [sum(['one'], { views: 8 }), sum(['two'], { views: 7 })]
  const [slice, source] = linesOf({ place: ['slice', 'source'], group: ['slice'] }) as [ReadLine, ReadLine]
  const missing = missingOf(['slice', 'source'], rows, [
    {
      ...slice,
      whole: rows.map(({ values }) => sum(values, { consentedViews: 30 })),
      kept: rows.map(({ values }) => sum(values, { views: 10 })),
    },
    { ...source, whole: [sum([], { consentedViews: 12 })], kept: null },
  ])
  expect(rows.map(({ values }) => missing.get(keyOf('', values))!('views'))).toEqual([4, 5])
})

it('where both come without consent a visit that was consented to on a later page is in the cross and not in the total', () => {
  const row = sum(['mobile'], { visits: 2, views: 9 })
  const [host, device] = linesOf({ place: ['host', 'device'], group: ['device'] }) as [ReadLine, ReadLine]
  const more = moreOf(['host', 'device'], row, [
    { ...host, whole: [sum([], { visits: 2, consentedVisits: 5, views: 30 })], kept: null },
    { ...device, whole: [sum(['mobile'], { visits: 9, consentedVisits: 9, views: 20 })], kept: [row] },
  ])
  expect([more('visits'), more('views')]).toEqual([3, 11])
})
