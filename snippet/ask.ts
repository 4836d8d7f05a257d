/** Has the banner opened, and closed. */
import { core, use } from './bundles.ts'
import { answered } from './consent.ts'
import { frame } from './frame.ts'
import { optedOutByBrowser } from './opt-out.ts'

/** Opens the banner where there is no answer yet, and where the visitor pressed `opener` for it. Where there is one, a banner that asks hears of it so, and goes. */
export function ask(opener?: HTMLElement): void {
  if (opener || !(frame.isForeign || optedOutByBrowser))
    use('banner', (banner) => banner.open(core, opener), opener || answered() === undefined)
}
