/** What the browser says of how this document was loaded, and of the tab's pages on this origin before it. */

import { scriptAddress } from './settings.ts'
import { swallowErrors } from './swallow-errors.ts'

interface Entry {
  /** Null where a policy keeps it from other pages. */
  url: string | null
  index: number
}

/** As much as is read of it; TypeScript's library does not have it yet. */
export interface Navigation {
  /** Of each change of the entry; without a type where the page has only changed its own state. */
  addEventListener(type: 'currententrychange', act: (event: { navigationType: string | null }) => void): void
  currentEntry: Entry | null
  /** The pages of this tab on this origin, without any other between them. */
  entries(): Entry[]
  activation?: { from: Entry | null; navigationType: string } | null
}

const found = (window as Window & { navigation?: Navigation }).navigation
/** Undefined in older browsers, where the name may be that of an element of the page, and where a page has a variable of that name. */
export const navigation = found?.currentEntry && found

/** Undefined where the browser does not say, or the page has something else of that name. */
export function navigationTiming(): PerformanceNavigationTiming | undefined {
  return swallowErrors(() => performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming)
}

/** The address that was loaded, whatever a script has made of it since. */
export function loadedAddress(): string {
  return navigationTiming()?.name ?? location.href
}

/** True where this script came out of the browser's cache; also where the browser does not say. */
export function wasCached(): boolean {
  return !swallowErrors(() => (performance.getEntriesByName(scriptAddress!)[0] as PerformanceResourceTiming).transferSize)
}
