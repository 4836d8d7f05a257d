/** Frames: the top window is the page. What is shown inside another page counts only where that page does not. */
import { loadedAddress } from './loaded.ts'
import { framedViews, isInside } from './opted.ts'
import { hostOf } from './referrer.ts'
import { mark } from './settings.ts'
import { swallowErrors } from './swallow-errors.ts'

/** In a frame of another site nothing can be kept, so nobody is asked there and nothing counts as agreed. */
export const frame = { isForeign: false }

/** Calls `act` where this document is a page of its own: at once, or once that is known. */
export function asPage(act: () => void): void {
  const top = window.top!
  if (top === window) act()
  else if (framedViews && !swallowErrors(() => top.document)) actForeign(act)
  // What a page writes into an empty frame has the page's own address.
  else if (!/^about/.test(loadedAddress())) {
    const look = () => mark in top || act()
    if (top.document.readyState === 'complete') look()
    else top.addEventListener('load', look)
  }
}

/** The top window is of another origin: of another host of the site, which counts by itself, or of another site. */
function actForeign(act: () => void): void {
  const { ancestorOrigins } = location
  if (isInside(hostOf(ancestorOrigins?.[ancestorOrigins.length - 1] ?? document.referrer))) return
  frame.isForeign = true
  act()
}
