import { describe, expect, it } from 'vitest'
import { killsVerdict } from '../kit/kills.ts'

describe.each(['group', 'engine'] as const)('killing the %s with SIGKILL', (victim) => {
  it('loses no event that was answered 202 and counts none twice', { timeout: 120_000 }, async () => {
    const verdict = await killsVerdict({ events: 2_000, connections: 64, kills: 3, victim, seed: 7 })
    expect(verdict).toMatchObject({ lost: [], doubled: [], uninvited: [], audit: { ok: true } })
    expect(verdict.kills).toBeGreaterThanOrEqual(victim === 'group' ? 3 : 1)
    expect(verdict.acknowledged).toBeGreaterThan(1_000)
  })
})
