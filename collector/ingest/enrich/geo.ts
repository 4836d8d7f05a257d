/** Time zone to country, language tag to language, width to screen class: what is kept of each. */
import { getAllTimezones } from 'countries-and-timezones'
import { bounds } from '../../../contract/bounds.ts'
import { memoize } from '../memoize.ts'

interface GeoValue {
  value?: string
}

const nowhere: GeoValue = {}

// The package's own look-up is in a plain object, where `constructor` is found too; a sender may name anything.
const zones = new Map(Object.entries(getAllTimezones({ deprecated: true })))

/** The country (ISO 3166) that an IANA zone belongs to; of a zone shared by several, the one it is named for. */
export const countries = memoize<GeoValue>(bounds.namesRemembered.max, (zone) => {
  const first = zones.get(zone)?.countries[0]
  return first === undefined ? nowhere : { value: first }
})

/** The primary language (ISO 639: two or three letters) of a language tag. */
export const languages = memoize<GeoValue>(bounds.namesRemembered.max, (tag) => {
  try {
    const { language } = new Intl.Locale(tag)
    return /^[a-z]{2,3}$/.test(language) ? { value: language } : nowhere
  } catch {
    // Of the right form, but no language tag: as good as not sent.
    return nowhere
  }
})

/** Screen width in CSS pixels to its class. */
export function screenClass(width: number): string {
  if (width < 600) return 'small'
  if (width < 1_024) return 'medium'
  return width < 1_920 ? 'large' : 'wide'
}
