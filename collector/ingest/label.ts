/** Labels that could name a person: which parts of a path or host are replaced by `*`. The rules are written out in docs/labels.md. */
import { isDay } from '../../contract/day.ts'

const star = '*'
// Stands for an escaped character: a letter that no rule looks at.
const letter = 'é'
// Nothing private is made of these alone, unless it is very long: most paths go no further than this.
const harmless = /^[a-z/._-]*$/
const longRun = /[a-z]{40}/
// Nor of so few characters, unless they are an e-mail, an address or five digits: every other rule asks for more.
const short = /^[\w.~-]{0,6}$/

const escaped = /%([0-7][0-9a-f])/gi
const anyEscape = /%[0-9a-f]{2}/gi
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/
const mail = /.@./s
const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i
const hex = /(?=[a-f]*[0-9])[0-9a-f]{12}/i
const digits = /[0-9]{5}/
const phone = /[0-9](?:[ ().+_-]*[0-9]){6}/
const address4 = /[0-9]{1,3}(?:\.[0-9]{1,3}){3}/
const addressRun = /[0-9a-f:.]+/gi
const datelike = /[0-9]{4}/
const date = /(?<![A-Za-z0-9])([0-9]{4})([-._]?)([0-9]{2})\2([0-9]{2})(?![A-Za-z0-9])/g
const years = /(?<![A-Za-z0-9])(?:19|20)[0-9]{2}[-_](?:19|20)[0-9]{2}(?![A-Za-z0-9])/g
const anyRun = /[A-Za-z0-9]{8}|[A-Za-z0-9_-]{20}/
const run = /[A-Za-z0-9]{8,}/g
const joinedRun = /[A-Za-z0-9_-]{20,}/g
const word = /[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g
const digitGroup = /[0-9]+/g

/** A path with each segment that could name a person as `*`. Never longer than it was; applying it twice changes nothing more. */
export function labelPath(path: string): string {
  if (isHarmless(path)) return path
  return path
    .split('/')
    .map((segment) => (looksPrivate(segment) ? star : segment))
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

/** Whether a text, as it is or percent-decoded once or twice, could name a person. */
export function looksPrivate(text: string): boolean {
  if (isHarmless(text)) return false
  if (tellsPerson(text)) return true
  if (!text.includes('%')) return false
  const once = decode(text)
  const twice = decode(once)
  // Encoded three times is hiding something.
  return tellsPerson(once) || tellsPerson(twice) || decode(twice) !== twice
}

function isHarmless(text: string): boolean {
  if (harmless.test(text)) return text.length < 36 || !(longRun.test(text) || uuid.test(text))
  return short.test(text) && !digits.test(text)
}

// ASCII only: no rule looks at other letters, and so no input is malformed.
function decode(text: string): string {
  return text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function tellsPerson(form: string): boolean {
  // The digits of an escape belong to no number: a space before `123` makes no five digits of it.
  const text = form.includes('%') ? form.replace(anyEscape, letter) : form
  if (control.test(text) || mail.test(text) || uuid.test(text)) return true
  const rest = datelike.test(text) ? withoutDates(text) : text
  return hex.test(rest) || digits.test(rest) || phone.test(rest) || isAddress(rest) || isToken(rest)
}

// A slash stands for the date: it belongs to none of the patterns, so what is on both sides stays apart.
function withoutDates(text: string): string {
  const dated = (found: string, year: string, _: string, month: string, day: string) => {
    const exists = year >= '1900' && year <= '2099' && isDay(`${year}-${month}-${day}`)
    return exists ? '/' : found
  }
  return text.replace(date, dated).replace(years, '/')
}

function isAddress(text: string): boolean {
  if (address4.test(text)) return true
  return text.includes(':') && (text.match(addressRun) ?? []).some((found) => /[0-9]/.test(found) && /:.*:/.test(found))
}

function isToken(text: string): boolean {
  if (!anyRun.test(text)) return false
  return (text.match(run) ?? []).some(isMixedRun) || (text.match(joinedRun) ?? []).some(isMixedJoinedRun)
}

function isMixedRun(found: string): boolean {
  if (found.length >= 40 || (found.match(digitGroup)?.length ?? 0) >= 2) return true
  return found.length >= 10 && isChopped(found)
}

function isMixedJoinedRun(found: string): boolean {
  return /[A-Z0-9]/.test(found) && isChopped(found)
}

// Words of people are longer than the bits of a random token: 2.5 characters and less on average.
function isChopped(text: string): boolean {
  return 5 * (text.match(word)?.length ?? 0) >= 2 * text.length
}
