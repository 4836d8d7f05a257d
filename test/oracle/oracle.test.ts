/** An oracle that knows every visitor agrees with a system that knows none: worlds through the real tag, collector and engine. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { judge } from './judge.ts'
import { plans } from './plan.ts'
import { worldOf } from './world.ts'

const store = engineStoreOfFile(inMemory)
const worlds = Number(process.env.WORLDS ?? 25)
const seed = Number(process.env.SEED ?? 2_026)

it(`${worlds} worlds (SEED=${seed}): every number is the truth, or its bounds hold`, { timeout: 1_200_000 }, async () => {
  const told = new Map<string, number>()
  const property = fc.asyncProperty(plans, async (plan) => {
    const world = await worldOf(plan, store())
    try {
      for (const [how, count] of await judge(world)) told.set(how, (told.get(how) ?? 0) + count)
    } finally {
      await world.end()
    }
  })
  await fc.assert(property, { numRuns: worlds, seed, endOnFailure: process.env.SHRINK === undefined })
  expect([...told.keys()]).toContain('visitors exact')
})
