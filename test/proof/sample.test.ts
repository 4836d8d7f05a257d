/** The sample site, killed while it fills and before it folds; and all of its months. KILLS sets how often. */
import { it } from 'vitest'
import { filledBesideEvents, killedWhileFilling } from '../kit/sample.ts'

const kills = Number(process.env.KILLS ?? 6)

it(`killed ${kills} times while it fills, it is, cell for cell, what an unkilled one is`, { timeout: 1_200_000 }, () =>
  killedWhileFilling(kills),
)

it('its thirteen months are there in the background, while events are counted and the audit holds', { timeout: 600_000 }, () =>
  filledBesideEvents({ days: 396, months: 13 }),
)
