/** Where the collector is: the origin that the script came from. */
import type { SnippetSettings } from '../contract/snippet.ts'

/** The collector's origin, or undefined where neither the browser nor the settings say. */
export function collectorOrigin(settings: SnippetSettings): string | undefined {
  const script = document.currentScript as HTMLScriptElement | null
  return script?.src ? new URL(script.src).origin : settings.origin
}
