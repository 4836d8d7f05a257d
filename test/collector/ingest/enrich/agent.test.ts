/** Which user agents are refused as programs: on pages by isbot, under an app's own name only crawlers and driven browsers. */
import { describe, expect, it } from 'vitest'
import { firefox, intake, iphone, siteOf, view } from '../../../kit/ingest.ts'

const android = (app: string, phone = 'Pixel 8') =>
  `Mozilla/5.0 (Linux; Android 14; ${phone}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 ${app}`
const ios = (app: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 ${app}`
const chrome = (product: string) => `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${product} Safari/537.36`

/** What an agent is refused as: on a page, and under an app's name. */
const rows: [agent: string, onPage: 'bot' | null, underAppName: 'bot' | null][] = [
  [firefox, null, null],
  [iphone, null, null],
  ['', null, null],
  ['node', 'bot', null],
  ['undici', 'bot', null],
  ['node-fetch/1.0 (+https://github.com/bitinn/node-fetch)', 'bot', null],
  ['curl/8.5.0', 'bot', null],
  ['Wget/1.21.4', 'bot', null],
  ['okhttp/4.12.0', 'bot', null],
  ['python-requests/2.32.3', 'bot', null],
  ['axios/1.7.2', 'bot', null],
  ['Java/17.0.2', 'bot', null],
  ['Java-http-client/17.0.2', 'bot', null],
  ['Apache-HttpClient/4.5.14 (Java/17)', 'bot', null],
  ['Go-http-client/1.1', 'bot', null],
  ['GuzzleHttp/7', 'bot', null],
  ['TownApp/2.1', 'bot', null],
  ['Town News/2.1', 'bot', null],
  ['CallCentreServer/9', 'bot', null],
  ['CityApp/3.1 (iOS 26)', null, null],
  ['Dart/3.5 (dart:io)', null, null],
  ['TownApp/3 CFNetwork/1496.0.7 Darwin/23.5.0', null, null],
  ['Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8)', null, null],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot', 'bot'],
  ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)', 'bot', 'bot'],
  ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'bot', 'bot'],
  ['Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 'bot', 'bot'],
  ['Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)', 'bot', 'bot'],
  ['Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)', 'bot', 'bot'],
  ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'bot', 'bot'],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'bot', 'bot'],
  ['Mediapartners-Google', 'bot', 'bot'],
  ['Scrapy/2.11 (+https://scrapy.org)', 'bot', 'bot'],
  [chrome('HeadlessChrome/140.0.0.0'), 'bot', 'bot'],
  [chrome('Chrome/140.0.0.0 Playwright/1.5'), 'bot', 'bot'],
  ['PhantomJS/2.1', 'bot', 'bot'],
  [chrome('wkhtmltopdf Version/9.0'), 'bot', 'bot'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:59.0) Gecko/20100101 SlimerJS/1.0.0', 'bot', 'bot'],
  ['Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/26.1.0', 'bot', 'bot'],
  ['Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) HappyDOM/20.0.0', 'bot', 'bot'],
  // In an app, whatever the app calls itself.
  [android('TownNews/2.1'), null, null],
  [android('TownApp/2.1 (https://town.example/app)'), null, null],
  [android('TownApp/2.1 (app@town.example)', 'CUBOT_X18_Plus Build/O00623'), null, null],
  [ios('TownServer/2 (+1 312 555 0142; help@town.example)'), null, null],
  ['Instagram 128.0.0.19.119 (iPhone12,3; iOS 13_3_1; en_US; scale=3.00; 1125x2436; 197357527) AppleWebKit/420+', null, null],
  [android('(compatible; Googlebot/2.1; +http://www.google.com/bot.html)'), 'bot', 'bot'],
  [ios('BrandVerity/1.0 (http://www.brandverity.com/why-is-brandverity-visiting-me)'), 'bot', 'bot'],
  ['TownNews/2.1 (https://town.example/app)', 'bot', null],
]

const hosts = ['example.org', 'townapp', 'localhost', '127.0.0.1', '[::1]', '2130706433']
const { post } = intake([siteOf({ hosts })])

async function reasonAt(host: string, userAgent: string, headers: Record<string, string> = {}): Promise<string | null> {
  return (await post(view({ host }), { headers: { 'user-agent': userAgent, ...headers } })).refusedHeader
}

describe('a user agent', () => {
  it.each(rows)('%j is refused as %s on a page, and as %s under the name of an app', async (agent, onPage, underAppName) => {
    expect([await reasonAt('example.org', agent), await reasonAt('townapp', agent)]).toEqual([onPage, underAppName])
  })

  it.each(hosts.filter((host) => host !== 'townapp'))('of an HTTP library is refused at %s, which may be a page', async (host) => {
    expect(await reasonAt(host, 'okhttp/4.12.0')).toBe('bot')
  })

  it('of an HTTP library is refused where an Origin says that a page sends', async () => {
    expect(await reasonAt('townapp', 'okhttp/4.12.0', { origin: 'http://townapp' })).toBe('bot')
    expect(await reasonAt('townapp', firefox, { origin: 'http://townapp' })).toBeNull()
  })

  it('helps nobody under a name that the site does not list', async () => {
    expect(await reasonAt('otherapp', 'okhttp/4.12.0')).toBe('host')
  })
})
