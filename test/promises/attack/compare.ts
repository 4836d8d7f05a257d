/** The attack on folded days as they are stored now beside what the commit 8d25f54 stored, over several seeds. */
import { copiesOf } from './copies.ts'
import { better, type Design, designs, foldedVerdicts, type Verdict } from './verdict.ts'
import { type WorldOptions, worldOf } from './world.ts'

export interface Size extends Pick<WorldOptions, 'browsers' | 'regulars'> {
  seeds: number
}

/** Sites by size, and seeds enough to tell a tenth. */
export const sizes: readonly Size[] = [
  { browsers: 40, regulars: true, seeds: 60 },
  { browsers: 95, seeds: 60 },
  { browsers: 260, seeds: 30 },
  { browsers: 500, seeds: 30 },
  { browsers: 780, seeds: 10 },
  { browsers: 2_000, seeds: 5 },
  { browsers: 10_000, seeds: 4 },
]

/** By copy and design, the sums of all seeds. */
export type Compared = Map<string, Record<Design, Verdict>>

export function compare({ browsers, regulars, seeds }: Size, days = 42): Compared {
  const sums = new Map<string, Record<Design, Verdict[]>>()
  for (let seed = 1; seed <= seeds; seed++) {
    const world = worldOf({ seed, browsers, days, regulars })
    const everyDay = copiesOf(world)['every day']
    for (const [copy, verdicts] of Object.entries(foldedVerdicts(world, everyDay))) {
      const known = sums.get(copy)
      const sumOf = (design: Design) => verdicts[design].map((verdict, reading) => added(known?.[design][reading], verdict))
      sums.set(copy, { '8d25f54': sumOf('8d25f54'), now: sumOf('now') })
    }
  }
  return new Map([...sums].map(([copy, both]) => [copy, { '8d25f54': better(both['8d25f54']), now: better(both.now) }]))
}

function added(sum: Verdict | undefined, verdict: Verdict): Verdict {
  const names = Object.keys(verdict) as (keyof Verdict)[]
  return Object.fromEntries(names.map((name) => [name, (sum?.[name] ?? 0) + verdict[name]])) as unknown as Verdict
}

/** How many times as much as 8d25f54 something tells: of all pairs, of the guesses of which the attacker is sure, of certain links. Null: too few to say. */
export function ratiosOf({ '8d25f54': then, now }: Record<Design, Verdict>): Record<'found' | 'sure' | 'certain', number | null> {
  const ratio = (part: number, whole: number, least: number) => (whole >= least ? part / whole : null)
  const enough = then.confident >= 300 && now.confident >= 300
  return {
    found: ratio(now.right, then.right, 1),
    sure: enough ? now.confidentRight / now.confident / (then.confidentRight / then.confident) : null,
    certain: ratio(now.certain, then.certain, 20),
  }
}

/** Rows of docs/attack.md. */
export function comparedTable({ browsers, regulars, seeds }: Size, compared: Compared): string[] {
  const percent = (part: number, whole: number) => (whole ? `${((100 * part) / whole).toFixed(part / whole < 0.1 ? 2 : 1)} %` : '–')
  return [...compared].map(([copy, both]) => {
    const ratios = ratiosOf(both)
    const cells = designs.map((design) => {
      const { pairs, right, confident, confidentRight, certain } = both[design]
      return `${percent(right, pairs)}, ${percent(confidentRight, confident)}, ${certain.toLocaleString('en-US')}`
    })
    const named = `${browsers.toLocaleString('en-US')}${regulars ? ' regulars' : ''}, ${seeds} seeds`
    const change = (Object.values(ratios) as (number | null)[]).map((each) => (each === null ? '–' : each.toFixed(2))).join(', ')
    return `| ${[named, both.now.pairs.toLocaleString('en-US'), copy, ...cells, change].join(' | ')} |`
  })
}
