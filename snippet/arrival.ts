/** How the visitor arrived: hosts and campaign labels only. */

import { labelCharacters, visitLabelBytes } from '../contract/limits.ts'
import { isGiven } from './consent.ts'
import { cut } from './cut.ts'
import { loadedAddress, navigation, navigationTiming, wasCached } from './loaded.ts'
import { isInside, isReturn } from './opted.ts'
import { hostOf } from './referrer.ts'
import { host } from './settings.ts'
import type { Labels } from './visit.ts'

export interface Arrival {
  /** The referring host; undefined: none; null: the browser does not say it any more. */
  referrer: string | null | undefined
  /** Where campaign labels may stand; absent: this is no arrival from elsewhere. */
  address?: string
  /** From where visitors go and return: the start of no visit. */
  isReturn?: true
}

/** A move within the site, whose own host is then the referrer: a view, but the start of no visit. */
export const moved: Arrival = { referrer: host }

/** How the visitor arrived at this document. On a reload and on going back or forward the labels in its address are those of an earlier arrival. */
export function arrival(): Arrival {
  // Where the browser does not say, a load is taken for fresh.
  if (/^(reload|back)/.test(navigationTiming()?.type as string)) return moved
  let referrer: Arrival['referrer'] = hostOf(document.referrer)
  let address = loadedAddress()
  const { navigationType, from: before } = navigation?.activation ?? {}
  // Under a policy of `no-referrer` the browser still knows that the page before was of this origin.
  if (!referrer && navigationType === 'push' && before) return moved
  if (isInside(referrer)) {
    if (isReturn(referrer)) return { referrer: host, isReturn: true }
    // After a challenge (Cloudflare's) the page itself is given as the referrer.
    if (/__cf_chl_/.test(document.referrer)) referrer = null
    else if (before && navigationType === 'replace' && before.url !== address) {
      // From a page that forwarded by a script. A cookie says whether it was counted, or else the tag: where it has only now come over the
      // network, it did not run there. The browser still has that page's address.
      if (isGiven() || !wasCached()) referrer = null
      if (!/[?&]utm_source=/.test(address!)) address = before.url ?? address
    }
  }
  return { referrer, address }
}

/** Where a visit that begins here comes from: its label, else the referring host where that is another site's; empty: not known. `a:` has no labels. */
export function labelsOf({ referrer = host, address = 'a:' }: Arrival): Labels {
  const { searchParams } = new URL(address)
  const labels = ['source', 'medium', 'campaign'].map((name) => label(searchParams.get(`utm_${name}`) ?? ''))
  labels[0] ||= isInside(referrer) ? '(direct)' : label(referrer ?? '')
  return labels as unknown as Labels
}

/** Without controls, and without what was no text in the address; a blank one is as good as absent. */
const label = (text: string) => cut(text.replace(/\p{C}|\ufffd/gu, '').trim(), labelCharacters, visitLabelBytes)
