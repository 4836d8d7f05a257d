/** What the device says of where it is, read only with consent: reduced at once to country, language and class by the collector. */

import { quietly } from './quietly.ts'

/** Nothing where a page has something else of these names. */
export function place() {
  return quietly(() => {
    const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
    return { zone: timeZone, lang: locale.split('-')[0], screen: screen.width }
  })
}
