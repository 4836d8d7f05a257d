/** The rules beside which Footfall is put. */
import { cookie, cookieWithConsent } from './cookie.ts'
import { dailyHash } from './daily-hash.ts'
import { eightHours } from './eight-hours.ts'
import { lastingHash } from './lasting-hash.ts'
import { monthlyHash } from './monthly-hash.ts'
import { referrer } from './referrer.ts'
import type { Rule } from './rule.ts'

export const rules: readonly Rule[] = [dailyHash, monthlyHash, lastingHash, eightHours, referrer, cookie, cookieWithConsent]
