// Owns a second opinion: what a collector must report of a replayed log, from docs/labels.md alone. It shares no code with what it checks: only
// the tables that are lists of others, or that the page refers to.
import { isbot } from 'isbot'
import { getDomain } from 'tldts'
import { apps, programs } from '../../collector/ingest/enrich/agent-tables.ts'
import { services } from '../../collector/ingest/enrich/services.ts'
import { spammers } from '../../collector/ingest/enrich/spammers.ts'

export interface Expected {
  views: number
  refused: number
  paths: Map<string, number>
  referrers: Map<string, number>
}

/** The views that a collector must report once the page requests of a combined-format log were posted to it as consented views of a site
 * that has its domain and its `www.` as hosts. */
export function expected(log: string, site: string): Expected {
  const result: Expected = { views: 0, refused: 0, paths: new Map(), referrers: new Map() }
  for (const text of log.split('\n')) {
    const entry = readEntry(text)
    if (!entry || !isPageRequest(entry)) continue
    const path = pathOf(entry.target)
    const referrer = labelledReferrer(entry.referrer, site)
    if (referrer === undefined || isRefused(path, entry.userAgent)) {
      result.refused++
      continue
    }
    result.views++
    increment(result.paths, labelledPath(path))
    increment(result.referrers, referrer)
  }
  return result
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

// The log

interface Entry {
  method: string
  target: string
  status: string
  referrer: string
  userAgent: string
}

/** address, identity, user, [time], "request", status, size, "referrer", "user agent". */
function readEntry(text: string): Entry | undefined {
  const fields = splitFields(text)
  if (fields.length < 9) return undefined
  const [method = '', target = ''] = fields[4]!.split(' ')
  return { method, target, status: fields[5]!, referrer: fields[7]!, userAgent: fields[8]! }
}

const closers: Record<string, string> = { '"': '"', '[': ']' }

/** Fields are parted by spaces; a quoted or bracketed field may hold some. A field that is never closed ends the line, and is dropped. */
function splitFields(text: string): string[] {
  const fields: string[] = []
  let position = 0
  while (position < text.length) {
    if (/\s/.test(text[position]!)) {
      position++
      continue
    }
    const closer = closers[text[position]!]
    const start = closer ? position + 1 : position
    const end = closer ? closingPosition(text, start, closer) : spacePosition(text, start)
    if (end === undefined) break
    fields.push(text.slice(start, end))
    position = end + 1
  }
  return fields
}

function spacePosition(text: string, start: number): number {
  const space = text.indexOf(' ', start)
  return space < 0 ? text.length : space
}

function closingPosition(text: string, start: number, closer: string): number | undefined {
  for (let position = start; position < text.length; position++) {
    if (text[position] === '\\') position++
    else if (text[position] === closer) return position
  }
  return undefined
}

const pageExtensions = ['html', 'htm', 'php', 'asp', 'aspx', 'jsp']

function isPageRequest(entry: Entry): boolean {
  const succeeded = /^2\d\d$/.test(entry.status) || entry.status === '304'
  return entry.method === 'GET' && succeeded && entry.target.startsWith('/') && !isAsset(pathOf(entry.target))
}

function pathOf(target: string): string {
  return target.split(/[?#]/)[0]!
}

function isAsset(path: string): boolean {
  const extension = path.slice(path.lastIndexOf('.') + 1)
  return path.includes('.') && /^[A-Za-z0-9]{1,5}$/.test(extension) && !pageExtensions.includes(extension)
}

function isRefused(path: string, userAgent: string): boolean {
  return path.length > 200 || holdsControl(path) || isProgram(userAgent)
}

function isProgram(userAgent: string): boolean {
  return programs.test(userAgent) || (isbot(userAgent) && !(apps.test(userAgent) && !/bot\b|crawl|spider/i.test(userAgent)))
}

// Referrers

const localNames = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'private',
  'home',
  'home.arpa',
  'corp',
  'lan',
  'test',
  'invalid',
]

/** Undefined where a view that comes from there is refused. */
function labelledReferrer(referrer: string, site: string): string | undefined {
  const host = hostOf(referrer)
  if (host === undefined) return '(direct)'
  if (host === site || host === `www.${site}`) return site
  const owner = getDomain(site, { allowPrivateDomains: true })
  if (owner !== null && getDomain(host, { allowPrivateDomains: true }) === owner) return host
  if (isAddress(host)) return /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(host) ? '(direct)' : '(other)'
  if (host === 'localhost' || localNames.some((name) => host.endsWith(`.${name}`))) return '(direct)'
  const domain = getDomain(host, { allowPrivateDomains: false }) ?? host
  const above = host.split('.').map((_, index, labels) => labels.slice(index).join('.'))
  const listed = (names: ReadonlySet<string>) => above.slice(0, above.indexOf(domain) + 1).find((name) => names.has(name))
  return listed(spammers) === undefined ? (listed(services) ?? domain) : undefined
}

function hostOf(referrer: string): string | undefined {
  const address = URL.canParse(referrer) ? new URL(referrer) : undefined
  return address && /^https?:$/.test(address.protocol) ? address.hostname : undefined
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^[0-9]+$/.test(host.split('.').at(-1)!)
}

// Paths

function labelledPath(path: string): string {
  const segments = path.split('/')
  return segments.map((segment, index) => (followsPersonWord(segments, index) || segmentLooksPrivate(segment) ? '*' : segment)).join('/')
}

const personWords = ['user', 'users', 'u', 'profile', 'profiles', 'member', 'members', 'account', 'accounts']

function followsPersonWord(segments: readonly string[], index: number): boolean {
  const before = segments.slice(0, index).findLast((segment) => segment !== '') ?? ''
  return !['', '**'].includes(segments[index]!) && personWords.includes(decoded(decoded(before)).toLowerCase())
}

function segmentLooksPrivate(segment: string): boolean {
  const once = decoded(segment)
  const twice = decoded(once)
  return [segment, once, twice, plainForm(segment)].some(formLooksPrivate) || decoded(twice) !== twice
}

function plainForm(segment: string): string {
  const text = decodedAsText(decodedAsText(segment)).normalize('NFKC')
  const plain = (character: string) => {
    if (/\p{Cf}/u.test(character)) return ''
    if (/\p{Zs}/u.test(character)) return ' '
    if (/\p{Pd}/u.test(character)) return '-'
    return /\p{Nd}/u.test(character) && !/[0-9]/.test(character) ? '9' : character
  }
  return Array.from(text, plain).join('')
}

function decodedAsText(text: string): string {
  return text.replace(/(%[0-9A-Fa-f][0-9A-Fa-f])+/g, (triplets) => Buffer.from(triplets.replaceAll('%', ''), 'hex').toString('utf8'))
}

function decoded(text: string): string {
  return text.replace(/%[0-7][0-9a-f]/gi, (triplet) => String.fromCharCode(Number.parseInt(triplet.slice(1), 16)))
}

function formLooksPrivate(written: string): boolean {
  // An escape that is left counts as one letter that is not ASCII.
  const form = written.replace(/%[0-9a-f]{2}/gi, 'ß')
  const dateless = withoutDates(form)
  return rulesForAll.some((holds) => holds(form)) || rulesWithoutDates.some((holds) => holds(dateless))
}

// Rules 1 to 7 look at a form as it is, rules 8 to 16 at what is left of it without dates; each list is in the order of the document.
const rulesForAll = [holdsControl, holdsMailAddress, beginsAsHandle, holdsUuid, holdsPaddedBase64, holdsInsuranceNumber, holdsBirthNumber]
const rulesWithoutDates = [
  holdsLongHexadecimal,
  holdsLongNumber,
  holdsTelephoneNumber,
  holdsDottedAddress,
  holdsColonAddress,
  holdsEndlessRun,
  holdsMixedRun,
  holdsChoppedRun,
  holdsChoppedJoinedRun,
]

function withoutDates(form: string): string {
  return form.replace(/(?<![A-Za-z0-9])([0-9]{4})([-._]?)([0-9]{2})\2([0-9]{2})(?![A-Za-z0-9])/g, slashForDay).replace(yearPair, '/')
}

const yearPair = /(?<![A-Za-z0-9])(?:19|20)[0-9]{2}[-_](?:19|20)[0-9]{2}(?![A-Za-z0-9])/g

function slashForDay(text: string, year: string, _joiner: string, month: string, day: string): string {
  return dayExists(Number(year), Number(month), Number(day)) ? '/' : text
}

function dayExists(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const monthLengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return year >= 1900 && year <= 2099 && day >= 1 && day <= (monthLengths[month - 1] ?? 0)
}

/** 1 */
function holdsControl(text: string): boolean {
  return Array.from(text).some((character) => {
    const code = character.codePointAt(0)!
    return code <= 0x1f || (code >= 0x7f && code <= 0x9f)
  })
}

/** 2 */
function holdsMailAddress(text: string): boolean {
  return text.slice(1, -1).includes('@')
}

/** 3 */
function beginsAsHandle(text: string): boolean {
  return text.length > 1 && '@~'.includes(text[0]!)
}

/** 4 */
function holdsUuid(text: string): boolean {
  return /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(text)
}

/** 5 */
function holdsPaddedBase64(text: string): boolean {
  return runs(text, /[A-Za-z0-9+_-]+=+/g, 8).some((run) => /[^=]==?$/.test(run) && run.length % 4 === 0)
}

/** 6 */
function holdsInsuranceNumber(text: string): boolean {
  const pairs = '[0-9][0-9][ .-]?'.repeat(3)
  return new RegExp(`(^|[^A-Za-z0-9])[A-Za-z][A-Za-z][ .-]?${pairs}[A-Da-d]($|[^A-Za-z0-9])`).test(text)
}

/** 7 */
function holdsBirthNumber(text: string): boolean {
  return /(^|[^A-Za-z0-9])[0-9]{8}[+-][0-9]{4}($|[^A-Za-z0-9])/.test(text)
}

/** 8 */
function holdsLongHexadecimal(text: string): boolean {
  return runs(text, /[0-9A-Fa-f]+/g, 12).some(hasDigit)
}

/** 9 */
function holdsLongNumber(text: string): boolean {
  return runs(text, /[0-9]+/g, 5).length > 0
}

/** 10 */
function holdsTelephoneNumber(text: string): boolean {
  return runs(text, /[0-9 ().+_-]+/g, 7).some((run) => run.replace(/[^0-9]/g, '').length >= 7)
}

/** 11: more digits may stand before the first number and after the last, so the two between decide. */
function holdsDottedAddress(text: string): boolean {
  return /[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]/.test(text)
}

/** 12 */
function holdsColonAddress(text: string): boolean {
  return runs(text, /[0-9A-Fa-f:.]+/g, 3).some((run) => run.split(':').length > 2 && hasDigit(run))
}

/** 13 */
function holdsEndlessRun(text: string): boolean {
  return runs(text, /[A-Za-z0-9]+/g, 40).length > 0
}

/** 14 */
function holdsMixedRun(text: string): boolean {
  return runs(text, /[A-Za-z0-9]+/g, 8).some((run) => runs(run, /[0-9]+/g, 1).length >= 2)
}

/** 15 */
function holdsChoppedRun(text: string): boolean {
  return runs(text, /[A-Za-z0-9]+/g, 10).some(isChopped)
}

/** 16 */
function holdsChoppedJoinedRun(text: string): boolean {
  return runs(text, /[A-Za-z0-9_-]+/g, 20).some((run) => /[A-Z0-9]/.test(run) && isChopped(run))
}

/** The longest possible rows of what the pattern names, if they have so many characters or more. */
function runs(text: string, pattern: RegExp, least: number): string[] {
  return (text.match(pattern) ?? []).filter((run) => run.length >= least)
}

function hasDigit(text: string): boolean {
  return /[0-9]/.test(text)
}

function isChopped(run: string): boolean {
  const words = run.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? []
  return 5 * words.length >= 2 * run.length
}
