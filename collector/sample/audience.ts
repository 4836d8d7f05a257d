/** Who comes to the sample city, from where and with what: the tables that its visitors are drawn from. */
import { reserved } from '../../contract/dimensions.ts'
import { choiceOf } from './random.ts'

/** What the whole life of a browser keeps. */
export interface Equipment {
  browser: string
  system: string
  device: string
  screen: string
}

const equipment = (browser: string, system: string, device: string, screen: string): Equipment => ({ browser, system, device, screen })

export const equipments = choiceOf<Equipment>([
  [equipment('Chrome', 'Android', 'mobile', 'small'), 24],
  [equipment('Mobile Safari', 'iOS', 'mobile', 'small'), 26],
  [equipment('Chrome', 'Windows', 'desktop', 'large'), 14],
  [equipment('Chrome', 'Windows', 'desktop', 'wide'), 6],
  [equipment('Edge', 'Windows', 'desktop', 'large'), 7],
  [equipment('Firefox', 'Windows', 'desktop', 'large'), 3],
  [equipment('Safari', 'Mac OS', 'desktop', 'large'), 5],
  [equipment('Chrome', 'Mac OS', 'desktop', 'wide'), 4],
  [equipment('Firefox', 'Linux', 'desktop', 'wide'), 1],
  [equipment('Mobile Safari', 'iOS', 'tablet', 'medium'), 4],
  [equipment('Chrome', 'Android', 'tablet', 'medium'), 1],
])

export interface Home {
  country: string
  language: string
}

const home = (country: string, language: string): Home => ({ country, language })

export const homes = choiceOf<Home>([
  [home('US', 'en'), 78],
  [home('US', 'es'), 9],
  [home('US', 'pl'), 2],
  [home('CA', 'en'), 2],
  [home('MX', 'es'), 2],
  [home('GB', 'en'), 1.5],
  [home('IN', 'en'), 1.5],
  [home('DE', 'de'), 1],
])

/** Where a visit came from. */
export interface Origin {
  /** The referring domain, or `(direct)`. */
  referrer: string
  source: string
  medium?: string
  campaign?: string
}

const from = (domain: string): Origin => ({ referrer: domain, source: domain })
const tagged = (source: string, medium: string, campaign: string, referrer: string = reserved.direct): Origin => ({
  referrer,
  source,
  medium,
  campaign,
})
const direct: Origin = { referrer: reserved.direct, source: reserved.direct }

const always: readonly (readonly [Origin, number])[] = [
  [direct, 30],
  [from('google.com'), 36],
  [from('bing.com'), 6],
  [from('duckduckgo.com'), 4],
  [from('rivertonherald.example'), 6],
  [from('countynews.example'), 2],
  [from('facebook.com'), 7],
  [from('nextdoor.com'), 3],
  [tagged('council-news', 'email', 'council-news'), 4],
]

/** By month 1…12: a campaign runs for a few of them. */
export const originsIn = Array.from({ length: 13 }, (_, month) =>
  choiceOf([
    ...always,
    ...(month >= 3 && month <= 5 ? [[tagged('facebook.com', 'social', 'spring-parks', 'facebook.com'), 6] as const] : []),
    ...(month >= 6 && month <= 8 ? [[tagged('newsletter', 'email', 'summer-reading'), 6] as const] : []),
    ...(month === 10 || month === 11 ? [[tagged('postcard', 'print', 'leaf-pickup'), 4] as const] : []),
  ]),
)

/** Networks by their share of views, for the daily counts that stand beside nothing. */
export const networks: readonly (readonly [string, number])[] = [
  ['riverton-cable.example', 0.24],
  ['prairie-mobile.example', 0.21],
  ['lakefiber.example', 0.13],
  ['northmobile.example', 0.09],
  ['riverton-schools.example', 0.05],
  ['county.example', 0.04],
]

/** Hosts that show a copy of the city's pages, with the mean of their events a day. */
export const strayHosts: readonly (readonly [string, number])[] = [
  ['riverton-permits.example', 0.9],
  ['translate.example', 1.6],
]

/** Refused events a day, by reason. */
export const refusals: readonly (readonly [string, number])[] = [
  ['bot', 34],
  ['clock', 1.2],
  ['unknown-field', 0.6],
  ['malformed', 0.4],
]
