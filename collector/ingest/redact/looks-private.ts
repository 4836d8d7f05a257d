/** Whether a text could name a person: the numbered rules of docs/labels.md. */
import { isDay } from '../../../contract/day.ts'

// Stands for an escaped character: a letter that no rule looks at.
const letter = 'é'
// Nothing private is made of these alone, unless it is very long: most paths go no further than this.
const harmless = /^[a-z/._-]*$/
const longRun = /[a-z]{40}/
// Nor of so few characters, unless they are an e-mail, a name after `~` or five digits: every other rule asks for more.
const short = /^[\w.-][\w.~-]{0,5}$/

const escaped = /%([0-7][0-9a-f])/gi
const escapes = /(?:%[0-9a-f]{2})+/gi
const foreign = /%25|%[89a-f][0-9a-f]|[\u0080-\uffff]/i
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const unseen = /\p{Cf}/gu
const anySpace = /\p{Zs}/gu
const anyDash = /\p{Pd}/gu
const otherDigit = /(?![0-9])\p{Nd}/gu
const anyEscape = /%[0-9a-f]{2}/gi
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/
const mail = /.@./s
const handle = /^[@~]./s
const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i
const hex = /(?=[a-f]*[0-9])[0-9a-f]{12}/i
const padded = /(?<![A-Za-z0-9+_-])(?:[A-Za-z0-9+_-]{4})+(?:[A-Za-z0-9+_-]{2}==|[A-Za-z0-9+_-]{3}=)(?!=)/
const insured = /(?<![A-Za-z0-9])[A-Z]{2}[ .-]?(?:[0-9]{2}[ .-]?){3}[A-D](?![A-Za-z0-9])/i
const birthNumber = /(?<![A-Za-z0-9])[0-9]{8}[-+][0-9]{4}(?![A-Za-z0-9])/
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

/** Whether a text, as it is, percent-decoded once or twice, or written in plain characters, could name a person. */
export function looksPrivate(text: string): boolean {
  if (isHarmless(text)) return false
  if (tellsPerson(text)) return true
  if (foreign.test(text) && tellsPerson(plain(text))) return true
  if (!text.includes('%')) return false
  const once = decode(text)
  const twice = decode(once)
  // Encoded three times is hiding something.
  return tellsPerson(once) || tellsPerson(twice) || decode(twice) !== twice
}

/** True for what no rule of this file finds private, found out quickly; false says nothing. */
export function isHarmless(text: string): boolean {
  if (harmless.test(text)) return text.length < 36 || !(longRun.test(text) || uuid.test(text))
  return short.test(text) && !digits.test(text)
}

// ASCII only: no rule looks at other letters, and so no input is malformed.
function decode(text: string): string {
  return text.replace(escaped, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** A segment as its percent-escapes of ASCII characters spell it. */
export function decodeTwice(text: string): string {
  return text.includes('%') ? decode(decode(text)) : text
}

// Digits, spaces and dashes of all scripts as those of ASCII: a telephone number is one also in Arabic digits or parted by long dashes.
function plain(text: string): string {
  return unescaped(unescaped(text))
    .normalize('NFKC')
    .replace(unseen, '')
    .replace(anySpace, ' ')
    .replace(anyDash, '-')
    .replace(otherDigit, '9')
}

function unescaped(text: string): string {
  return text.replace(escapes, (found) => utf8.decode(Uint8Array.from(found.slice(1).split('%'), (code) => Number.parseInt(code, 16))))
}

function tellsPerson(form: string): boolean {
  // The digits of an escape belong to no number: a space before `123` makes no five digits of it.
  const text = form.includes('%') ? form.replace(anyEscape, letter) : form
  if (control.test(text) || mail.test(text) || handle.test(text) || uuid.test(text)) return true
  if (padded.test(text) || insured.test(text) || birthNumber.test(text)) return true
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
