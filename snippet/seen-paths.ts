/** The paths that this tab has seen in its visit, as short hashes in its sessionStorage: so that "visits that saw this page" add up. */
import { suffix } from './cookies.ts'
import { seenPaths, visitMinutes } from './limits.ts'
import { quietly } from './quietly.ts'

// The bundle that measures forgets it by the same name.
const sightsKey = `ff_paths${suffix}`

/** True where the visit, on so many views `at` this moment, had not seen the path in this tab, which then remembers it; false where it cannot. */
export function isFirstSight(views: number, path: string, at: number): boolean {
  // Where the tab keeps nothing: counted twice would be worse than not counted.
  return !!quietly(() => {
    // As the visit's cookie ends: to the second.
    const second = (at / 1_000) | 0
    const [before, ...hashes] = (sessionStorage.getItem(sightsKey) ?? '').split(' ')
    // Half an hour without a view ends a visit: what this tab saw less long ago, it saw in this one.
    const known = views > 1 && second - +before! < visitMinutes * 60 ? hashes : []
    const hash = hashOf(path)
    const isFirst = !known.includes(hash)
    if (isFirst) known.push(hash)
    sessionStorage.setItem(sightsKey, [second, ...known.slice(-seenPaths)].join(' '))
    return isFirst
  })
}

/** Throws where the tab has no storage. */
export function forgetPaths(): void {
  sessionStorage.removeItem(sightsKey)
}

function hashOf(text: string): string {
  let hash = 0
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) | 0
  return hash.toString(36)
}
