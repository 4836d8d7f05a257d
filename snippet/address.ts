/** The page's path as it is counted: without query and fragment, but for what the owner has opted for. */

import { pathBytes, pathCharacters } from '../contract/limits.ts'
import { cut } from './cut.ts'
import { hashRoutes, queryPages } from './opted.ts'
import { swallowErrors } from './swallow-errors.ts'

// Most sites' tags have no code for it.
const namesMore = hashRoutes || queryPages

export type Address = Pick<URL, 'pathname' | 'hash' | 'search'>

/**
 * Letters of any script as they are read; ASCII, what cannot be seen, and bytes that are no text, stay escaped. The collector has the last word
 * (contract/path.ts).
 */
export function pathOf({ pathname, hash, search }: Address = location): string {
  if (namesMore) pathname += optedPart(hash, search)
  return cut(
    swallowErrors(() => decodeURI(pathname.replace(/%(?=[0-7])/g, '%25')).replace(/\p{C}|\p{Z}/gu, encodeURIComponent)) ?? pathname,
    pathCharacters,
    pathBytes,
  )
}

/** Of a fragment only its path (`/#/about`); of a query only the one key that names pages, with a value that is listed. */
function optedPart(hash: string, search: string): string {
  const route = hashRoutes && /^#!?\/[^?#]*/.exec(hash)?.[0]
  if (route || !queryPages) return route || ''
  const [key, ...values] = queryPages
  const value = new URLSearchParams(search).get(key!)
  return value && values.includes(value) ? `?${key}=${value}` : ''
}
