/** What the device says of itself; read only with consent. The collector reduces it at once to country, language and class. */
import { swallowErrors } from './swallow-errors.ts'

/** Its time zone, language and screen width (CSS pixels); undefined where the page has something else of these names. */
export function deviceFields() {
  return swallowErrors(() => {
    const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
    return { zone: timeZone, lang: locale.split('-')[0], screen: screen.width }
  })
}
