/**
 * The long run of test/promises/attack.test.ts: every size of site, with seeds enough to tell a tenth; `--browsers 500` takes that size only. Prints
 * the tables of docs/attack.md. What is stored may tell the attacker a tenth more than what the commit 8d25f54 stored, for all that came since together.
 */
import { describe, expect, it } from 'vitest'
import { opened } from '../promises/attack/active.ts'
import { compare, comparedTable, ratiosOf, sizes } from '../promises/attack/compare.ts'
import { tableOf, verdictsOf } from '../promises/attack/verdict.ts'
import { worldOf } from '../promises/attack/world.ts'

const browsers = process.env.BROWSERS ? Number(process.env.BROWSERS) : undefined
const seed = Number(process.env.SEED ?? 1)
const wanted = <Given extends { browsers: number }>(all: readonly Given[]) =>
  all.filter((each) => browsers === undefined || each.browsers === browsers)

describe.each(wanted(sizes))('$browsers browsers (regulars: $regulars), $seeds seeds', (size) => {
  it('folded days tell at most a tenth more than those of 8d25f54', () => {
    const compared = compare(size)
    process.stdout.write(`${comparedTable(size, compared).join('\n')}\n`)
    for (const [copy, both] of compared) {
      expect(both.now.certainRight, copy).toBe(both.now.certain)
      for (const [figure, ratio] of Object.entries(ratiosOf(both))) expect(ratio ?? 1, `${figure} of ${copy}`).toBeLessThanOrEqual(1.1)
    }
  })
})

it.each(wanted([{ browsers: 500 }, { browsers: 10_000 }]))('every copy of $browsers browsers over six weeks', (size) => {
  const verdicts = verdictsOf(worldOf({ seed, ...size, days: 42 }))
  process.stdout.write(`${tableOf(verdicts)}\n`)
  expect(verdicts['rows under an id']).toMatchObject({ right: verdicts['rows under an id']?.pairs })
  for (const [name, { certain, certainRight }] of Object.entries(verdicts))
    if (name.startsWith('Footfall')) expect(certainRight).toBe(certain)
  expect(verdicts['Footfall, folded for good']?.certain).toBe(0)
})

it.each(wanted(sizes))('who sends too, at $browsers browsers (regulars: $regulars)', ({ browsers, regulars }) => {
  const seeds = Math.max(1, Math.ceil(2_000 / browsers / 2))
  const worlds = Array.from({ length: Math.min(10, seeds) }, (_, index) =>
    opened(worldOf({ seed: seed + index, browsers, regulars, days: 62 })),
  )
  const sum = (of: (each: (typeof worlds)[number]) => number) => worlds.reduce((all, each) => all + of(each), 0)
  const values = sum((each) => each.values)
  const share = (of: (each: (typeof worlds)[number]) => number) => `${((100 * sum(of)) / values).toFixed(1)} %`
  const byAttacker = worlds[0]!.byAttacker.map((_, own) => share((each) => each.byAttacker[own]!))
  process.stdout.write(`| ${[browsers, values, share((each) => each.byBrowsers), ...byAttacker].join(' | ')} |\n`)
  expect(sum((each) => each.byAttacker.at(-1)!)).toBe(values)
})
