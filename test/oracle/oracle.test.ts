/** An oracle that knows every visitor agrees with a system that knows none: worlds through the real tag, collector and engine. */
import { expect, it } from 'vitest'
import { engineStoreOfFile } from '../kit/engine.ts'
import { inMemory } from '../kit/temporary.ts'
import { type Plan, plainPlan } from './plan.ts'
import { prove } from './prove.ts'

const store = engineStoreOfFile(inMemory)
/** A busy site: what is common stands in crosses there, most of which is folded later on. Others are lived by npm run proof. */
const busy: Plan = {
  ...{ ...plainPlan, seed: 300_003, browsers: 36, days: 38, zone: 'America/Chicago', start: '2026-10-12', baseline: 'page' },
  ...{ withdrawing: true, restless: true },
}
it('in a busy world every number is the truth, or its bounds hold', { timeout: 1_200_000 }, async () => {
  const { told, views } = await prove(store(), { worlds: 1, seed: busy.seed, examples: [busy], browsers: 14, days: 40 })
  // Not true for want of something to be wrong about.
  expect(views).toBeGreaterThan(1_500)
  for (const how of [
    'visitors exact',
    'visitors bounded',
    'bounces exact',
    'exits exact',
    'seconds exact',
    'coverage exact',
    'cross views exact',
    'cross views bounded',
    'cross visits bounded',
    'cross views bounded once folded',
  ]) {
    expect(told.get(how), how).toBeGreaterThan(3)
  }
})
