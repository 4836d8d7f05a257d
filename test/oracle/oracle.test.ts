/** An oracle that knows every visitor agrees with a system that knows none: worlds through the real tag, collector and engine. */
import { expect, it } from 'vitest'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { prove } from './prove.ts'

const store = engineStoreOfFile(inMemory)
const worlds = 4
const seed = Number(process.env.SEED ?? 2_026)

it(`${worlds} worlds (SEED=${seed}): every number is the truth, or its bounds hold`, { timeout: 1_200_000 }, async () => {
  const { told, views } = await prove(store(), { worlds, seed, browsers: 14, days: 40 })
  // Not true for want of something to be wrong about.
  expect(views).toBeGreaterThan(1_500)
  for (const how of [
    'visitors exact',
    'visitors bounded',
    'bounces exact',
    'exits exact',
    'seconds exact',
    'coverage exact',
    'cross views',
  ]) {
    expect(told.get(how), how).toBeGreaterThan(3)
  }
})
