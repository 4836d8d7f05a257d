/** Forgets the paths that this tab has seen: consent let them be kept. */
import type { SnippetSettings } from '../contract/snippet.ts'

export function forgetPaths({ suffix = '' }: SnippetSettings): void {
  try {
    sessionStorage.removeItem(`ff_paths${suffix}`)
  } catch {
    // Where the tab has no storage, nothing was kept there.
  }
}
