/** The bench of accuracy on the real engine: what Footfall says of those who agreed is the truth, in a tidy city and in a messy one. */
import { expect, it } from 'vitest'
import { city, plain } from '../../bench/accuracy/assumptions.ts'
import { compareFootfall, truthsOf } from '../../bench/accuracy/compare.ts'
import { worldOf } from '../../bench/accuracy/world.ts'
import { engineStoreOfFile } from '../kit/engine.ts'

const store = engineStoreOfFile()

it('where everybody agrees at once and keeps their cookies, the people of any month', async () => {
  const world = worldOf({ ...city, ...plain, people: 600 })
  const [told, estimate] = await compareFootfall(store(), world, truthsOf(world), { share: 1, site: 'tidy.test' })
  expect(told!.coverage).toBe(1)
  for (const span of ['day', 'week', 'month', 'rolling'] as const) {
    expect(told!.visitors.people[span], span).toEqual({ lower: 0, upper: 0, typical: 0 })
    expect(estimate!.visitors.browsers[span], span).toEqual({ lower: 0, upper: 0, typical: 0 })
  }
  expect(told!.visitors.people.quarter.lower).toBeLessThanOrEqual(0)
  expect(told!.visitors.people.quarter.upper).toBeGreaterThanOrEqual(0)
  expect(told).toMatchObject({ views: 0, visits: 0, bounceRate: 0, newVisitors: { people: { lower: 0, upper: 0 } } })
})

it('else the browsers that agreed, as an identifier in a cookie would have told: `compareFootfall` throws where it is not so', async () => {
  const world = worldOf({ ...city, people: 1_500, seed: 5 })
  const [told] = await compareFootfall(store(), world, truthsOf(world), { share: 0.4, site: 'messy.test' })
  expect(told!.views).toBe(0)
  expect(told!.coverage).toBeGreaterThan(0.3)
  expect(told!.visitors.browsers.month.lower).toBeLessThan(-0.2)
})
