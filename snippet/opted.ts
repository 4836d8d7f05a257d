/**
 * What only some sites set. The core is built twice: `core` for sites where all of it is as most owners leave it, without the code for the rest, and
 * `opted` for the others (`coreFor` in contract/snippet.ts decides).
 */
import { deepestVisit } from '../contract/rules.ts'
import { settings } from './settings.ts'

// Vite's, for the one build or the other.
declare const __FOOTFALL_OPTED__: boolean

export const baseline = __FOOTFALL_OPTED__ ? settings.baseline : 'domain'
/** Whether paths are sent with consent. */
export const sendsPath = !__FOOTFALL_OPTED__ || settings.detail === 'page'
/** Ends the name of all that is kept, where another site could see it too. */
export const suffix = (__FOOTFALL_OPTED__ && settings.suffix) || ''
export const hashRoutes = __FOOTFALL_OPTED__ && settings.hashRoutes
export const queryPages = (__FOOTFALL_OPTED__ && settings.queryPages) || undefined
export const replaceViews = __FOOTFALL_OPTED__ && !!settings.replaceViews
export const framedViews = __FOOTFALL_OPTED__ && settings.framedViews
export const mayReturn = __FOOTFALL_OPTED__

/** Whether visitors go to this host and return from it, as for a payment: it starts no visit and is no source. */
export function isReturn(host: string | null | undefined): boolean {
  return __FOOTFALL_OPTED__ && !!settings.returnHosts?.some((each) => `.${host}`.endsWith(`.${each}`))
}

/** What `ff_visit` would hold of a visit that ended while its visitor was away: it goes on uncounted. */
export function endedVisit(day: string): string {
  return `[${deepestVisit},"${day}","","","","",""]`
}

/** Whether a visitor who comes from this host goes on with a visit. */
export function isInside(host: string | null | undefined): boolean {
  return isReturn(host) || settings.hosts.includes(host!)
}
