/** The whole comparison: the city at four shares of consent, and its variants at one. */
import { type Assumptions, city } from './assumptions.ts'
import { type Compared, compareFootfall, compareRules, truthsOf } from './compare.ts'
import { withStore } from './engine.ts'
import { windows } from './measures.ts'
import { usualShare, variants } from './variants.ts'
import { worldOf } from './world.ts'

export const shares = [0.2, 0.4, 0.6, 0.8]

export interface Results {
  /** What was true of the thirteen weeks, and of an average day. */
  truth: { views: number; visits: number; people: number; browsers: number; peopleADay: number }
  rules: Compared[]
  /** What Footfall says, and its estimate, by share. */
  footfall: Compared[]
  variants: { name: string; rules: Compared[]; footfall: Compared[] }[]
}

export async function compareAll(given: Assumptions = city, say: (line: string) => void = () => {}): Promise<Results> {
  return withStore(async (store) => {
    let site = 0
    const compareAt = async (changed: Partial<Assumptions>, at: readonly number[]) => {
      const world = worldOf({ ...given, ...changed })
      const truths = truthsOf(world)
      const footfall: Compared[] = []
      for (const share of at) footfall.push(...(await compareFootfall(store, world, truths, { share, site: `city-${++site}.test` })))
      return { truths, rules: compareRules(world, truths), footfall }
    }
    say('the city')
    const { truths, rules, footfall } = await compareAt({}, shares)
    const results: Results = { truth: summary(truths), rules, footfall, variants: [] }
    for (const { name, changed } of variants) {
      say(name)
      results.variants.push({ name, ...(await compareAt(changed, [usualShare])) })
    }
    return results
  })
}

function summary({ people, browsers }: ReturnType<typeof truthsOf>): Results['truth'] {
  const quarter = windows.quarter[0]!
  const { views, visits, visitors } = people(quarter)
  const days = windows.day.map((day) => people(day).visitors)
  return {
    views,
    visits,
    people: visitors,
    browsers: browsers(quarter).visitors,
    peopleADay: Math.round(days.reduce((sum, count) => sum + count, 0) / days.length),
  }
}
