/** The settings of the tag's site, and where the tag runs: fixed for as long as the document lives. */
import type { SnippetSettings } from '../contract/snippet.ts'
import { hostOf } from './referrer.ts'
import { swallowErrors } from './swallow-errors.ts'

// The one free name of the built file; contract/snippet.ts replaces it by the site's settings.
declare const __FOOTFALL_SETTINGS__: SnippetSettings

export const settings = __FOOTFALL_SETTINGS__

// Pages give `origin`, `self` and others of a window's names values of their own; `location` and `document` cannot be replaced.
/** The page's host name; empty or undefined where it is not a web page's: a file, an extension; a sandboxed frame, which has no domain. */
export const host = (document.domain && hostOf(location.href)) as string

const script = document.currentScript as HTMLScriptElement | null
/** Where this script came from; undefined for a module, and for one that the page runs itself. */
export const scriptAddress = script?.src
const { collector, driven }: DOMStringMap = script?.dataset ?? {}
/** A program drives the browser: it is seen as a machine, unless the tag says that it counts (`data-driven="count"`, for one's own tests). */
export const isDriven = navigator.webdriver && driven !== 'count'

/** The collector's address, with a slash at its end; undefined where nothing says it. */
export const base = swallowErrors(
  // A copy in a cache or a bundle of the site has an address, but not the collector's: only the tag's own is believed.
  () => new URL('.', collector || (/\/footfall.js\?.*site=/.test(scriptAddress!) ? scriptAddress : settings.base)).href,
)

/** What this document knows of the site in `window`, so that a second tag of it does nothing, and a frame sees that the page has one. */
export const mark = `footfall ${settings.site}`
