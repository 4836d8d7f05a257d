/** The banner, as every tool that asks meets it: what stands in the consent cookie when each page is seen. */
import type { View } from './view.ts'

/** Nothing agreed to; agreed to before; agreed to on this page. */
export const none = 0
export const given = 1
export const accepted = 2

const halfYear = 182 * 86_400_000

/** For each view, where `share` of all people are willing. The answer is a cookie like any other: Safari ends it, clearing takes it. */
export function consentOf(views: readonly View[], { share, safariDays }: { share: number; safariDays: number }): Uint8Array {
  const until = new Map<number, number>()
  return Uint8Array.from(views, (view) => {
    // Whoever shares a computer shares its answer.
    if ((until.get(view.jar) ?? 0) > view.at) return given
    if (view.willing >= share || !view.answers) return none
    until.set(view.jar, view.at + (view.isSafari ? Math.min(halfYear, safariDays * 86_400_000) : halfYear))
    return accepted
  })
}
