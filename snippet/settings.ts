/** What this tag is told of its site, and where it runs: fixed for as long as the document lives. */
import type { SnippetSettings } from '../contract/snippet.ts'

// The one free name of the built file; contract/snippet.ts replaces it by the site's settings.
declare const __FOOTFALL_SETTINGS__: SnippetSettings

export const settings = __FOOTFALL_SETTINGS__

/** The page's host name, empty where it has none or is not a web page's (a file, an empty or a sandboxed frame, an extension). */
export const host = /^http/.test(self.origin) ? location.hostname : ''

const script = document.currentScript as HTMLScriptElement | null
/** The collector's address, with a slash at its end: the script's folder; undefined where neither the browser nor the settings say. */
export const base = script?.src ? new URL('.', script.src) : settings.base
