/** Worlds in which an answer was once not the truth: the long run judges them first. */
import type { Plan } from './plan.ts'

const plain: Plan = {
  ...{ seed: 1, browsers: 1, days: 2, zone: 'UTC', start: '2024-02-15', baseline: 'domain', detail: 'page', consent: 1 },
  ...{ clearing: false, withdrawing: false, restless: false, tabs: false, skew: false, bad: false, restarts: 0 },
}

export const found: readonly Plan[] = [
  // Visitors by entry page left out visits that went on over the window's first midnight.
  {
    ...{ ...plain, seed: 448_013, browsers: 48, zone: 'Europe/Madrid', baseline: 'none' },
    ...{ clearing: true, withdrawing: true, restless: true, skew: true },
  },
]
