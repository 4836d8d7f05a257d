/** The long run of test/e2e/kills.test.ts. KILLS, EVENTS and SEED set its size. */
import { describe, expect, it } from 'vitest'
import { killsVerdict } from '../kit/kills.ts'

const kills = Number(process.env.KILLS ?? 20)
const events = Number(process.env.EVENTS ?? 20_000)
const seed = Number(process.env.SEED ?? Date.now() % 100_000)

describe.each(['group', 'engine'] as const)(`killing the %s ${kills} times during ${events} events (SEED=${seed})`, (victim) => {
  it('loses no event that was answered 202 and counts none twice', { timeout: 900_000 }, async () => {
    const verdict = await killsVerdict({ events, connections: 64, kills, victim, seed })
    process.stdout.write(
      `${victim}: ${verdict.acknowledged} answered 202, ${verdict.unknown} cut off, ${verdict.refused} refused, ${verdict.kills} kills\n`,
    )
    expect(verdict).toMatchObject({ kills, lost: [], doubled: [], uninvited: [], audit: { ok: true } })
  })
})
