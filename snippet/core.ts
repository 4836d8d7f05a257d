/** Entry of the core: reads the settings that the collector put in, and lets nothing escape into the page. */
import type { SnippetSettings } from '../contract/snippet.ts'
import { start } from './start.ts'

// The one free name of the built file; contract/snippet.ts replaces it by the site's settings.
declare const __FOOTFALL_SETTINGS__: SnippetSettings

try {
  start(__FOOTFALL_SETTINGS__)
} catch {
  // A page must work as if the tag were not there.
}
