/**
 * What an owner may opt for. Most sites opt for nothing, and their tag carries no code for it: the core is built twice, and the collector
 * serves the one that the site needs (collector/routes/snippet.ts).
 */
import { settings } from './settings.ts'

// Vite's, for the one build or the other.
declare const __FOOTFALL_OPTED__: boolean

export const hashRoutes = __FOOTFALL_OPTED__ && settings.hashRoutes
export const queryPages = (__FOOTFALL_OPTED__ && settings.queryPages) || undefined
export const replaceViews = __FOOTFALL_OPTED__ && !!settings.replaceViews
export const framedViews = __FOOTFALL_OPTED__ && settings.framedViews
/** Whether visitors go to this host and return from it, as for a payment: it starts no visit and is no source. */
export function isReturn(host: string): boolean {
  return __FOOTFALL_OPTED__ && !!settings.returnHosts?.some((each) => `.${host}`.endsWith(`.${each}`))
}

export const mayReturn = __FOOTFALL_OPTED__

/** Of a visit that has ended meanwhile what `ff_visit` would hold: it goes on uncounted. */
export function endedVisit(day: string): string {
  return `[11,"${day}","","","","",""]`
}

/** Whether who comes from this host goes on with a visit. */
export function isInside(host: string): boolean {
  return isReturn(host) || settings.hosts.includes(host)
}
