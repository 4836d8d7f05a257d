/** The paths that this tab has seen in its visit, as short hashes in its sessionStorage: so that "visits that saw this page" add up. */
import { suffix } from './cookies.ts'
import { seenPaths } from './limits.ts'
import type { Visit } from './visit.ts'

// The banner's bundle forgets it by the same name.
const sightsKey = `ff_paths${suffix}`

/** True where the visit had not seen the path in this tab, and then remembers it; false where the tab cannot remember. */
export function isFirstSight([views, began]: Visit, path: string): boolean {
  try {
    const [before, day, ...hashes] = (sessionStorage.getItem(sightsKey) ?? '').split(' ')
    // Another tab may have begun another visit since: its views are then not more than those remembered here.
    const known = views > 1 && began === day && (views > +before! || views > 10) ? hashes : []
    const hash = hashOf(path)
    const isFirst = !known.includes(hash)
    if (isFirst) known.push(hash)
    sessionStorage.setItem(sightsKey, [views, began, ...known.slice(-seenPaths)].join(' '))
    return isFirst
  } catch {
    // Counted twice would be worse than not counted.
    return false
  }
}

function hashOf(text: string): string {
  let hash = 0
  for (const character of text) hash = (hash * 31 + character.charCodeAt(0)) | 0
  return hash.toString(36)
}
