/** Worlds in which an answer was once not the truth: the long run judges them first. */
import { type Plan, plainPlan } from './plan.ts'

export const found: readonly Plan[] = [
  // Visitors by entry page left out visits that went on over the window's first midnight.
  {
    ...{ ...plainPlan, seed: 448_013, browsers: 48, zone: 'Europe/Madrid', baseline: 'none' },
    ...{ clearing: true, withdrawing: true, restless: true, skew: true },
  },
  // A visit that was none to the site, consented to on a later page, stood among those without a source.
  {
    ...{ ...plainPlan, seed: 306_686, browsers: 2, days: 25, start: '2026-03-20', baseline: 'page' },
    ...{ withdrawing: true, restless: true, hosts: true, forwards: true, bad: true },
  },
]
