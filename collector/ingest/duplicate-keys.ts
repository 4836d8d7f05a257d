/** Fields named twice: JSON.parse keeps the last in silence, so they are looked for in the text. */

const quote = 0x22
const backslash = 0x5c
const colon = 0x3a
const comma = 0x2c
const open = new Set([0x7b, 0x5b])
const close = new Set([0x7d, 0x5d])

/**
 * By index, the key that is named twice in each of `values` (one, or the elements of an array) where there is such a key.
 * `text` must be the valid JSON that `values` was parsed from.
 */
export function duplicateKeys(text: string, values: readonly unknown[], isArray: boolean): ReadonlyMap<number, string> {
  // Outside strings a colon stands once for each member. Flat values without doubles have as many members as keys.
  let keys = 0
  for (const value of values) if (typeof value === 'object' && value !== null) keys += Object.keys(value).length
  return colonsOf(text) === keys ? none : findDuplicates(text, isArray)
}

const none: ReadonlyMap<number, string> = new Map()

function colonsOf(text: string): number {
  let count = 0
  let from = 0
  for (;;) {
    const start = text.indexOf('"', from)
    if (start < 0) return count
    from = stringEnd(text, start)
    // In valid JSON a colon can only follow a string.
    let next = from
    while (isSpace(text.charCodeAt(next))) next++
    if (text.charCodeAt(next) === colon) count++
  }
}

/** The index after the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text.charCodeAt(at - 1 - backslashes) === backslash) backslashes++
  return backslashes % 2 === 1
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

// One pass with a stack of the keys of the objects around; only bodies that are refused in part come here.
function findDuplicates(text: string, isArray: boolean): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  const outer = isArray ? 1 : 0
  const levels: Set<string>[] = []
  let element = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (open.has(code)) levels.push(new Set())
    else if (close.has(code)) levels.pop()
    else if (code === comma && levels.length === outer) element++
    else if (code === quote) {
      const end = stringEnd(text, at)
      const key = isKey(text, end) ? (JSON.parse(text.slice(at, end)) as string) : undefined
      // Escapes are resolved, so that `"v"` and `"\u0076"` are the same.
      if (key !== undefined && levels.at(-1)?.has(key)) found.set(element, key)
      if (key !== undefined) levels.at(-1)?.add(key)
      at = end - 1
    }
  }
  return found
}

function isKey(text: string, end: number): boolean {
  let next = end
  while (isSpace(text.charCodeAt(next))) next++
  return text.charCodeAt(next) === colon
}
