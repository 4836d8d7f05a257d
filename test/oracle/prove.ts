/** Lives and judges many worlds; a failing one is made as small as it can be, and named by its plan. */
import fc from 'fast-check'
import type { Store } from '../../collector/ports.ts'
import { days } from '../kit/simulated/site.ts'
import { judge } from './judge.ts'
import { type Plan, plansOf } from './plan.ts'
import { add } from './reference.ts'
import { worldOf } from './world.ts'

interface Proving extends Pick<Plan, 'browsers' | 'days' | 'seed'> {
  worlds: number
  /** Worlds to begin with, among those. */
  examples?: readonly Plan[]
}

export interface Proved {
  worlds: number
  views: number
  /** How often each measure was answered exactly, between bounds, or as unknown: `visitors exact`. */
  told: Map<string, number>
}

/** Rejects with the plan of the smallest world in which an answer is not the truth. The same seed makes the same worlds. */
export async function prove(store: Store, { worlds, seed, examples = [], ...most }: Proving): Promise<Proved> {
  const proved: Proved = { worlds: 0, views: 0, told: new Map() }
  const property = fc.asyncProperty(plansOf(most), async (plan) => {
    const world = await worldOf(plan, store)
    try {
      for (const [how, count] of await judge(world)) add(proved.told, how, count)
      // Every third world once more, when its days are over.
      if (plan.seed % 3 === 0) {
        // A month after its last day; every sixth so late that rare values are folded too.
        await world.collector.fold(world.time.now + days(plan.seed % 6 === 0 ? 80 : 31))
        for (const [how, count] of await judge(world, { folded: true })) add(proved.told, `${how} once folded`, count)
      }
      proved.worlds++
      proved.views += world.seen.length
    } finally {
      await world.end()
    }
  })
  // Smaller worlds are tried for ten minutes at most.
  await fc.assert(property, {
    numRuns: worlds,
    seed,
    examples: examples.map((plan) => [plan]),
    interruptAfterTimeLimit: process.env.SHRINK ? 600_000 : undefined,
    endOnFailure: !process.env.SHRINK,
  })
  return proved
}
