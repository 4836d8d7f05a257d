/** That two browsers with one present and different pasts cannot be told apart, over many of both. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { future, watched } from './futures.ts'
import { type Life, lived } from './lives.ts'
import { expectedJar, past, present } from './pasts.ts'

/** The jar at the moment itself. A tab that stays open remembers the paths of its last visit until its next view (docs/privacy.md). */
export const jarOf = ({ browser }: Life) => browser.jar.stored().sort()

/** Rejects with the smallest pair of pasts that differs. */
export async function assertAlike(runs: number): Promise<void> {
  const property = fc.asyncProperty(present, past, past, future, async (now, one, other, next) => {
    const [first, second] = [await lived(now, one), await lived(now, other)]
    const { ff_visit, ...kept } = first.browser.jar.cookies()
    expect(kept).toEqual(expectedJar(now))
    expect(ff_visit !== undefined && JSON.parse(ff_visit)[0]).toBe(now.views > 0 && now.views)
    expect(jarOf(second)).toEqual(jarOf(first))
    expect(await watched(second, next)).toEqual(await watched(first, next))
  })
  await fc.assert(property, { numRuns: runs })
}
