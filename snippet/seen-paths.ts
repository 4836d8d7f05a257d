/** The paths that this tab has seen in its visit, as short hashes in its sessionStorage: so that "visits that saw this page" add up. */
import { seenPaths, visitMinutes } from '../contract/limits.ts'
import { suffix } from './opted.ts'
import { swallowErrors } from './swallow-errors.ts'
import type { Visit } from './visit.ts'

// A property of the storage, which is shorter said than its methods. The bundle that measures forgets it by the same name.
const sightsKey = `ff_paths${suffix}`

/**
 * What a view `at` this moment says of its page's first sight in the visit, of which it is a part already; undefined where the visit is known to have seen
 * the page: in this tab on this host, which then remembers it, or as the last one anywhere (`from`). How the visit opened the browser's day is said only
 * where this tab and host saw all of it so far: of several tabs, and of a copy of one, at most one can, so a page counts each browser once.
 */
export function firstSight([views, , opened]: Visit, path: string, from: string | undefined, at: number): true | 'day' | 'new' | undefined {
  // Where the tab keeps nothing: counted twice would be worse than not counted.
  return swallowErrors(() => {
    // As the visit's cookie ends: to the second.
    const second = (at / 1_000) | 0
    const [before, ...rest]: (string | number)[] = (sessionStorage[sightsKey] ?? '').split(' ')
    // Half an hour without a view ends a visit: what this tab saw less long ago, it saw in this one.
    const [had, ...known] = views > 1 && second - +before! < visitMinutes * 60 ? rest : [0]
    // The visit counts its views up to `deepestVisit`: past that nothing is whole.
    const isWhole = +had! === views - 1
    let hash = 0
    for (const character of path) hash = (hash * 31 + character.charCodeAt(0)) | 0
    const isKnown = known.includes(`${hash}`)
    if (!isKnown) known.push(hash)
    sessionStorage[sightsKey] = [second, isWhole && views, ...known.slice(-seenPaths)].join(' ')
    return isKnown || path === from ? undefined : (isWhole && opened) || true
  })
}

export function forgetPaths(): void {
  // Where the tab has no storage, nothing was kept there.
  swallowErrors(() => delete sessionStorage[sightsKey])
}
