/** Has the banner opened and closed. */
import { core, use } from './bundles.ts'
import { answered } from './consent.ts'
import { frame } from './frame.ts'
import { optedOutByBrowser } from './opt-out.ts'

/** Shows the banner where there is no answer yet, and takes away one that asked where there is an answer. */
export function ask(): void {
  if (frame.isForeign) return
  if (answered() !== undefined) use('banner', (banner) => banner.close())
  else if (!optedOutByBrowser) openBanner()
}

/** Opens the banner; `opener` is what the visitor pressed for it. */
export function openBanner(opener?: HTMLElement): void {
  use('banner', (banner) => banner.open(core, opener), true)
}
