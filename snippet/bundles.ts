/** Loads the bundles that are needed only now and then, by dynamic import, from here alone. */
import type { BundleName } from '../contract/bundles.ts'
import type { Bundles, CoreApi } from './core-api.ts'
import { base, settings } from './settings.ts'

export let core: CoreApi

/** What the bundles are given. Said once, before any of them is used. */
export function provide(given: CoreApi): void {
  core = given
}

/** By name the promise of a bundle; of one that nothing has wanted so far, nothing. */
const loading: { [Name in BundleName]?: unknown } = {}

type Use = <Name extends BundleName>(name: Name, act: (bundle: Bundles[Name]) => void, isWanted?: unknown) => void

/** Has a bundle act once it is there; unless it is wanted only one that something else has asked for. Where it does not come, the page is counted all the same. */
export const use: Use = async (name, act, isWanted) => {
  try {
    loading[name] ||=
      isWanted &&
      // In a task of its own: to ask for a file takes the page longer than all that the core has done until then.
      new Promise((resolve) => setTimeout(resolve)).then(
        // A policy that names the tag's host, or trusts what a trusted script loads, lets it in; no element is made for it.
        // The site behind `#` gives each of two sites on one page a module of its own, out of one file.
        // biome-ignore lint/style/useTemplate: smaller so
        () => import(/* @vite-ignore */ base + settings[name] + '#' + settings.site),
      )
    // A bundle that was never asked for has nothing to do: the error ends here.
    act((await loading[name]) as Bundles[typeof name])
  } catch {}
}
