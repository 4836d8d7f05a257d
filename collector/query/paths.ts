/** Paths that were stored before one spelling held for all: `/caf%C3%A9` is `/café` (contract/path.ts), in rows as in filters. */
import { type Dimension, dimensionRow } from '../../contract/dimensions.ts'
import { escapedLetter, readablePath } from '../../contract/path.ts'

export function isOfPaths(name: Dimension): boolean {
  return dimensionRow(name).pages === true
}

/** Whether a path is stored otherwise than it is told. */
export function isUnreadable(path: string): boolean {
  return path.includes('%') && readablePath(path) !== path
}

/** Whether a path that is asked for may be stored in several spellings. */
export function hasSpellings(path: string): boolean {
  return /[^ -~]|%/.test(path)
}

/** Of a path in its order: a letter that is not ASCII, escaped; any other escape; all else. */
const parts = `(?i)${escapedLetter}|%[0-9a-f]{2}|%|[^%]+`

/** A column's paths in the one spelling; of what cannot be seen `shownPath` makes escapes again. Worked out only where a path has any escape. */
export function pathSql(column: string): string {
  const text = 'decodeURLComponent(part)'
  const read = `if(part >= '%8' AND isValidUTF8(${text}), ${text}, upper(part))`
  const made = `arrayStringConcat(arrayMap(part -> if(startsWith(part, '%'), ${read}, part), extractAll(${column}, '${parts}')))`
  return `if(position(${column}, '%') = 0, ${column}, ${made})`
}

/** A path that `pathSql` has made, as it is told. */
export function shownPath(path: string): string {
  return path.replace(/[\p{C}\p{Z}]/gu, (character) => (character > '\x7f' ? readablePath(character) : character))
}

/** A path as it may be stored: in the one spelling, and percent-encoded, in capitals or not. What else may be meant by it is no path. */
export function spellingsOf(path: string): string[] {
  const read = readablePath(path)
  const small = (text: string) => text.toLowerCase()
  const [high, low] = [/(?:%[89A-F][\dA-F])+/g, /%[0-7][\dA-F]/g]
  const encoded = read.replace(/[^ -~]/gu, encodeURIComponent)
  const all = [encoded, encoded.replace(high, small)].flatMap((text) => [text, text.replace(low, small)])
  return [...new Set([path, read, ...all])]
}

/** Parts of paths that are looked for, as they were given and in the one spelling. */
export function partsOf(texts: readonly string[]): string[] {
  return [...new Set([...texts, ...texts.map(readablePath)])]
}
