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
  // An entry is beside the host and referrer of its visit's first view, and one consented to on a later page beside no referrer: what was held to be true counted later views.
  {
    ...{ ...plainPlan, seed: 974_515, browsers: 5, days: 48, zone: 'Asia/Kathmandu', start: '2026-02-20' },
    ...{ consent: 1, clearing: true, withdrawing: true, tabs: true, hosts: true, forwards: true, sleeping: true, skew: true },
  },
  {
    ...{ ...plainPlan, seed: 993_802, browsers: 24, days: 22, zone: 'Europe/Madrid', start: '2024-02-15' },
    ...{ consent: 0.7, clearing: true, hosts: true, offline: true, restarts: 4 },
  },
  // A page opened before midnight, of which nothing was told, and consented to after it counts on the new day: what was held to be true had the old one.
  {
    ...{ ...plainPlan, seed: 0, browsers: 26, days: 59, start: '2026-02-20', baseline: 'none', detail: 'domain' },
    ...{ consent: 1, clearing: true, withdrawing: true, offline: true },
  },
]
