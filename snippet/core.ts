/** Entry of the core: lets nothing escape into the page. */
import { labelsOf } from './arrival.ts'
import { provide } from './bundles.ts'
import { answered, isGiven } from './consent.ts'
import { readCookies, writeCookie } from './cookies.ts'
import { countConsented } from './counter.ts'
import { dayText, longAfter, siteDay } from './days.ts'
import { sendEvent } from './events.ts'
import { forgetVisits } from './forget.ts'
import { navigation } from './loaded.ts'
import { locked } from './lock.ts'
import { optedOutByBrowser } from './opt-out.ts'
import { pages } from './seen-page.ts'
import { send } from './send.ts'
import { settings } from './settings.ts'
import { start } from './start.ts'
import { swallowErrors } from './swallow-errors.ts'

provide({
  settings,
  pages,
  tell: sendEvent,
  send,
  isSignalled: optedOutByBrowser,
  answered,
  isGiven,
  readCookies,
  writeCookie,
  locked,
  countTold: countConsented,
  labelsOf,
  navigation,
  forgetVisits,
  siteDay,
  dayText,
  longAfter,
})
swallowErrors(start)
