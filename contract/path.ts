/** A page's path as it is sent, stored and shown: one spelling for one page, in its own script. Used by every program, so without a validator. */
import { pathBytes, pathCharacters } from './limits.ts'

/**
 * A path as it is sent: without query and fragment, but for what a site may ask for: the path of a fragment (`/#/about`, `/app#!/about`),
 * or one key of the query with its value (`/index.php?page=home`).
 */
export const sentPath = /^\/[^?#]*(?:#!?\/[^?#]*|\?[^?#&=]+=[^?#&]*)?$/

/** A letter that is not ASCII, escaped byte by byte; in capitals or not. Read by JavaScript and by RE2 alike. */
export const escapedLetter =
  '%c[2-9a-f]%[89ab][0-9a-f]|%d[0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-4](?:%[89ab][0-9a-f]){3}'
const escapedLetters = new RegExp(escapedLetter, 'gi')

/**
 * The one spelling of a path: letters of any script as they are read, every other escape in capitals.
 * `/caf%c3%a9` and `/caf%C3%A9` are `/café`; `%2f`, `%20`, bytes that are no text, and what cannot be seen (spaces, controls, marks
 * that turn the direction of writing) stay escaped. Done twice it changes nothing more.
 */
export function readablePath(path: string): string {
  return path
    .replace(escapedLetters, decoded)
    .replace(/[\p{C}\p{Z}]/gu, escaped)
    .replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase())
}

/** Its beginning, within both bounds, in UTF-16 units and in bytes once percent-encoded: never half a character, never half an escape. */
export function cutPath(path: string): string {
  let kept = ''
  let bytes = 0
  for (const character of path.match(/%[\dA-F]{2}|./gsu) ?? []) {
    bytes += encodeURIComponent(character).length
    if (kept.length + character.length > pathCharacters || bytes > pathBytes) break
    kept += character
  }
  return kept
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes)
  } catch {
    return escapes
  }
}

// Half a character, which no URL holds, has no escape.
const escaped = (character: string) =>
  character.length === 1 && character >= '\ud800' && character <= '\udfff' ? '' : encodeURIComponent(character)
