/** Facts that carry a number, and how often rows of cells count each. */
import type { Fact } from '../../collector/fact.ts'
import { addDays } from '../../contract/day.ts'
import { view } from './facts.ts'

const firstDay = '2026-03-01'
/** Below the budget of paths of a site and day, so that each number stays a path of its own. */
const numbersPerDay = 5_000

/** A fact that counts one view under a path of its own. */
export function numbered(number: number): Fact {
  return view({ consent: false, day: addDays(firstDay, Math.floor(number / numbersPerDay)), path: `/n/${number}` })
}

/** How often each number is counted by the day marginals of paths in these rows. */
export function countNumbers(all: Iterable<Uint8Array>): Map<number, number> {
  const found = new Map<number, number>()
  for (const rows of all) {
    for (const line of new TextDecoder().decode(rows).trimEnd().split('\n')) {
      const [, grain, dimensionA, dimensionB, , , path, views] = JSON.parse(line)
      if (grain !== 'day' || dimensionA !== '' || dimensionB !== 'path') continue
      const number = Number(String(path).slice('/n/'.length))
      found.set(number, (found.get(number) ?? 0) + Number(views))
    }
  }
  return found
}
