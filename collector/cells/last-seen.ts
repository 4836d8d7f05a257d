/**
 * On which of the last 31 folded days browsers were last seen: what keeps the visitors of any window up to now known when the recencies
 * of its days are folded (docs/counting.md, "Any window"). Overwritten by each day that is folded. Pure.
 */
import { addDays, type Day } from '../../contract/day.ts'
import { reserved } from '../../contract/dimensions.ts'
import type { Cell } from './cell.ts'
import { type BrowsersByValue, longestNamed } from './folding-rules.ts'

/** The dimension's name in cells; stored only, and never asked for. */
export const lastSeenDimension = '(last seen)'

export interface LastSeen {
  /** Browsers of this day that were not seen again, as far as days are folded. */
  last: number
  /** All browsers of this day, once it is folded; 0 before. Equal to the day's own sum where all of them are taken into account. */
  all: number
}

/**
 * The cells that bring it on by some days that are being folded now. `told`: their recencies as they were said; `known`: what is stored.
 * Who said on a day that they were last here r days before was not last seen then. So the order of days does not matter.
 * A day that was folded before by a Footfall that kept nothing of this, that is folded anew, or of which browsers were removed that are not
 * known, is left out: readers see that it is missing.
 */
export function lastSeenCells(site: string, told: ReadonlyMap<Day, BrowsersByValue>, known: ReadonlyMap<Day, LastSeen>): Cell[] {
  const isTold = (recencies: BrowsersByValue) => !recencies.has(reserved.other) && !recencies.has(reserved.removed)
  const added = new Map([...told].filter(([day, recencies]) => isTold(recencies) && !known.get(day)?.all))
  const newest = [...known.keys(), ...added.keys()].reduce((one, other) => (one > other ? one : other), '')
  if (newest === '') return []
  const from = addDays(newest, -longestNamed)
  const changes = new Map<Day, LastSeen>()
  const change = (day: Day, { last, all = 0 }: { last: number; all?: number }) => {
    if (day < from) return
    const before = changes.get(day)
    changes.set(day, { last: (before?.last ?? 0) + last, all: (before?.all ?? 0) + all })
  }
  for (const [day, recencies] of added) {
    for (const [recency, browsers] of recencies) {
      change(day, { last: browsers, all: browsers })
      const ago = Number(recency)
      if (ago <= longestNamed) change(addDays(day, -ago), { last: -browsers })
    }
  }
  for (const [day, { last, all }] of known) if (day < from) changes.set(day, { last: -last, all: -all })
  return [...changes].flatMap(([day, { last, all }]) => cellOf(site, day, { last, all }))
}

function cellOf(site: string, day: Day, { last, all }: LastSeen): Cell[] {
  const counts = { ...(all !== 0 && { firstOfDay: all }), ...(last !== 0 && { count: last }) }
  if (Object.keys(counts).length === 0) return []
  return [{ site, grain: 'day', dimensionA: '', dimensionB: lastSeenDimension, valueA: '', day, valueB: '', counts }]
}
