/** Time zones as an owner writes them: a place, whose summer time is known. Any other writing is answered by what to write instead. */
import { bounds } from './bounds.ts'
import { isZone } from './day.ts'

/** Places that people mean, the most likely first, by what they write in their stead. Some letters stand for several, and engines choose one. */
const written: Record<string, string> = {
  'America/New_York': 'ET EST EDT',
  'America/Chicago': 'CT CST CDT',
  'America/Denver': 'MT MST MDT',
  'America/Los_Angeles': 'PT PST PDT',
  'America/Phoenix': 'MST PNT',
  'America/Panama': 'EST',
  'America/Anchorage': 'AKST AKDT AST',
  'America/Halifax': 'AST ADT',
  'America/St_Johns': 'NST NDT CNT',
  'America/Sao_Paulo': 'BRT BET',
  'America/Argentina/Buenos_Aires': 'ART AGT',
  'America/Indiana/Indianapolis': 'IET',
  'America/Puerto_Rico': 'PRT',
  'Pacific/Honolulu': 'HST HAST',
  'Europe/London': 'BST',
  'Europe/Lisbon': 'WET WEST',
  'Europe/Dublin': 'IST',
  'Europe/Berlin': 'CET CEST MET MEST MEZ MESZ',
  'Europe/Paris': 'CET CEST ECT',
  'Europe/Athens': 'EET EEST',
  'Europe/Moscow': 'MSK',
  'Africa/Cairo': 'ART',
  'Africa/Lagos': 'WAT',
  'Africa/Johannesburg': 'SAST CAT',
  'Africa/Nairobi': 'EAT',
  'Asia/Kolkata': 'IST',
  'Asia/Jerusalem': 'IST IDT',
  'Asia/Shanghai': 'CST CTT',
  'Asia/Tokyo': 'JST',
  'Asia/Seoul': 'KST',
  'Asia/Singapore': 'SGT',
  'Asia/Karachi': 'PKT PLT',
  'Asia/Dhaka': 'BST',
  'Asia/Yerevan': 'NET',
  'Asia/Ho_Chi_Minh': 'VST',
  'Australia/Sydney': 'AET AEST AEDT',
  'Australia/Darwin': 'ACT ACST',
  'Australia/Perth': 'AWST',
  'Pacific/Auckland': 'NZST NZDT NST',
  'Pacific/Guadalcanal': 'SST',
  'Pacific/Apia': 'MIT',
}
const places = Object.keys(written)

/** An offset from UTC by itself, as `+01:00` or `GMT-5`. `Etc/GMT+5` stays: whoever writes that knows that it is for ever. */
const offset = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d\d)?$/i
const shown = 3

/** Why `zone` is not taken from an owner, and what to write; undefined where it names a place. */
export function zoneFault(zone: string): string | undefined {
  const meant = places.filter((place) => written[place]?.split(' ').includes(zone.toUpperCase()))
  if (meant.length > 0) return fault(zone, noPlace, meant)
  if (offset.test(zone)) return fault(zone, noPlace, placesAt(zone))
  return isZone(zone) ? undefined : fault(zone, noZone, nearest(zone))
}

const noPlace = 'names no place, so its summer time cannot be told'

const noZone = 'is no time zone'

function fault(zone: string, why: string, meant: readonly string[]): string {
  const listed = meant
    .slice(0, shown)
    .join(', ')
    .replace(/, ([^,]+)$/, ' or $1')
  const instead = !listed ? 'write the place, such as Europe/Berlin' : why === noZone ? `did you mean ${listed}?` : `write ${listed}`
  return `${zone.slice(0, bounds.saidZoneCharacters.max)} ${why}: ${instead}`
}

/** Those whose winter time it is. */
function placesAt(zone: string): string[] {
  const [, sign, hours, minutes = '0'] = offset.exec(zone) ?? []
  const asked = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  return places.filter((place) => Math.min(minutesAt(place, 0), minutesAt(place, 6)) === asked)
}

function minutesAt(zone: string, month: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const text = format.formatToParts(Date.UTC(2026, month)).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d+):(\d+)/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** Zones whose name, or whose last part, is written nearly so. */
function nearest(zone: string): string[] {
  const given = zone.trim().toLowerCase().replaceAll(' ', '_')
  if (given.length > bounds.saidZoneCharacters.max) return []
  const names = [...new Set([...places, ...Intl.supportedValuesOf('timeZone')])].map((name) => ({
    name,
    distance: distanceTo(name, given),
  }))
  const least = Math.min(...names.map(({ distance }) => distance))
  return least > Math.min(3, given.length / 4) ? [] : names.filter(({ distance }) => distance === least).map(({ name }) => name)
}

function distanceTo(name: string, given: string): number {
  const [whole, city] = [name.toLowerCase(), name.toLowerCase().split('/').at(-1) ?? '']
  return Math.min(editDistance(given, whole), editDistance(given, city))
}

/** How many characters must be put in, taken out or changed to make one of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1]
    for (let at = 0; at < other.length; at++)
      next.push(Math.min(row[at + 1]! + 1, next[at]! + 1, row[at]! + (other[at] === character ? 0 : 1)))
    row = next
  }
  return row[other.length]!
}
