/** The banner, as every tool that asks meets it: what stands in the consent cookie when each page is seen. */
import type { View } from './view.ts'

/** Nothing agreed to; agreed to before; agreed to on this page. */
export const none = 0
export const given = 1
export const accepted = 2

const halfYear = 182 * 86_400_000

/**
 * For each view, where `share` of all people are willing. The answer is a cookie like any other: Safari ends it so long after it was last
 * written, which each page does; clearing takes it.
 */
export function consentOf(views: readonly View[], { share, safariDays }: { share: number; safariDays: number }): Uint8Array {
  const answers = new Map<number, { holds: number; until: number }>()
  return Uint8Array.from(views, ({ jar, at, isSafari, willing, answers: isAnswering }) => {
    const answer = answers.get(jar)
    const keep = (holds: number) => answers.set(jar, { holds, until: isSafari ? Math.min(holds, at + safariDays * 86_400_000) : holds })
    // Whoever shares a computer shares its answer.
    if (answer && answer.until > at) {
      keep(answer.holds)
      return given
    }
    if (willing >= share || !isAnswering) return none
    keep(at + halfYear)
    return accepted
  })
}
