/** Labels that could name a person: which parts of a path or host are replaced by `*`. The rules are written out in docs/labels.md. */
import { decodeTwice, isHarmless, looksPrivate } from './looks-private.ts'

const star = '*'
/** A path rule's own sign for all that is below; it names nobody. */
const below = '**'
/** After such a segment stands a person's name, whatever it looks like. */
const persons = new Set(['user', 'users', 'u', 'profile', 'profiles', 'member', 'members', 'account', 'accounts'])
// A harmless path is in lower case and has no escapes, so that its words need not be cut out to be seen.
const namesPerson = /\/(?:users?|u|profiles?|members?|accounts?)\//

/** A path with each segment that could name a person as `*`. Never longer than it was; applying it twice changes nothing more. */
export function labelPath(path: string): string {
  if (isHarmless(path) && !namesPerson.test(path)) return path
  let before = ''
  return path
    .split('/')
    .map((segment) => {
      if (segment === '' || segment === below) return segment
      const isPerson = persons.has(decodeTwice(before).toLowerCase())
      before = segment
      return isPerson || looksPrivate(segment) ? star : segment
    })
    .join('/')
}

/** A host name with each label that could name a person as `*`. */
export function labelHost(host: string): string {
  if (isHarmless(host)) return host
  return host
    .split('.')
    .map((label) => (looksPrivate(written(label)) ? star : label))
    .join('.')
}

// An international label (`xn--80ak6aa92e`) holds its ASCII letters first; what follows is how the others are written, no token. Folded,
// it would hide just the look-alike hosts that an owner must see (P14).
function written(label: string): string {
  return label.startsWith('xn--') ? label.slice('xn--'.length, Math.max('xn--'.length, label.lastIndexOf('-'))) : label
}
