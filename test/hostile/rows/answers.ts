/** The answer: kept where the browser keeps anything, the strictest of several, and nothing of a yes that is over. */
import { expect } from 'vitest'
import { weekOf } from '../../../contract/day.ts'
import { eventually } from '../../kit/temporary.ts'
import type { Acting, Row } from '../kit/row.ts'
import { hosts } from '../kit/website.ts'
import { page } from './pages.ts'

const anywhere = () => page('Home')
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const week = weekOf(day(0))
const yes = `${week}:1:s`
const no = `${week}:1:`

const names = async ({ visitor }: Acting) => Object.keys(await visitor.jar()).sort()
const all = ['ff_consent', 'ff_seen', 'ff_since', 'ff_visit']
/** Whether each view had consent. */
const consents = (acting: Acting) => acting.events(['view'], 'consent').flat()

/** Keeps what a yes of this site keeps, by the answer that is given. */
async function keep({ visitor, site }: Acting, answer: string, host = hosts.www): Promise<void> {
  const address = `http://${host}:${site.port}/`
  await visitor.keep('ff_consent', answer, address)
  await visitor.keep('ff_visit', `[2,"${day(0)}","day","(direct)","","","/"]`, address)
  await visitor.keep('ff_seen', day(1), address)
  await visitor.keep('ff_since', week, address)
}

const suffixes = ['bialystok.pl', 'krakow.pl', 'oslo.no', 'milano.it', 'kyiv.ua']

/** The home page of a city, whose domain is one under which anybody has a name: no browser keeps a cookie for all of it. */
const city = (domain: string): Row => ({
  name: `a site whose domain is a public suffix: www.${domain}`,
  source: 'consent F1, pressidium/pressidium-cookie-consent#53',
  site: { pages: anywhere, settings: { domain, hosts: [domain, `www.${domain}`] } },
  firefox: true,
  // Firefox says in its console that it keeps none for the whole domain.
  itsOwnErrors: /has been rejected for invalid domain/,
  act: async (acting) => {
    const at = acting.site.url(`www.${domain}`)
    await acting.visitor.open(at)
    await acting.visitor.answer('Accept')
    await acting.sees('/', 'accept /')
    expect(await names(acting)).toEqual(all)
    await acting.visitor.open(`${at}/next`)
    await acting.sees('/', 'accept /', '/next')
    expect(consents(acting)).toEqual([false, true])
  },
})

/** A second cookie of the name beside the domain's, for the host alone, as a renamed site or a proxy leaves them. */
const beside = (name: string, hostOnly: string, domains: string, expected: { asked: boolean; consent: boolean }): Row => ({
  name: `two answers: ${name}`,
  source: 'consent F11, orestbida/cookieconsent#683, nhsuk#103',
  site: { pages: anywhere },
  firefox: true,
  act: async (acting) => {
    const { open, visitor, sees } = acting
    await keep(acting, hostOnly)
    await open('/first')
    await visitor.look(`void (document.cookie = 'ff_consent=${encodeURIComponent(domains)}; path=/; domain=site.localhost')`)
    await open('/second')
    await acting.visitor.idle()
    expect(consents(acting).at(-1)).toBe(expected.consent)
    expect(await visitor.look(`document.querySelector('footfall-consent') !== null`)).toBe(expected.asked)
    // Whatever it was, a new answer is the only one from then on.
    if (!expected.asked) await visitor.press('#choices')
    await visitor.answer('Reject')
    await eventually('one answer', async () => (await visitor.jar()).ff_consent?.length === 1)
    expect(await visitor.jar()).toEqual({ ff_consent: [no] })
    await open('/third')
    await sees('/first', '/second', '/third')
    expect(consents(acting).at(-1)).toBe(false)
  },
})

/** What is over by itself takes with it what it had let be kept. */
const over: Row[] = [
  {
    name: 'a new policy ends a yes and what it kept, at the next page',
    source: 'consent F2, REDAXO/consent_manager#119',
    firefox: true,
    site: { pages: anywhere },
    act: async (acting) => {
      await keep(acting, `${week}:0:s`)
      await acting.open()
      await acting.sees('/')
      expect(await names(acting)).toEqual(['ff_consent'])
      await acting.visitor.answer('Reject')
      await eventually('the answer is kept', async () => (await acting.visitor.jar()).ff_consent?.[0] === no)
      expect(await names(acting)).toEqual(['ff_consent'])
      expect(acting.events(['consent'], 'action')).toEqual([['shown'], ['refused']])
    },
  },
  {
    name: 'where the yes has ended and the rest has not',
    source: 'consent F2',
    firefox: true,
    site: { pages: anywhere },
    act: async (acting) => {
      await keep(acting, yes)
      await acting.visitor.open(`${acting.site.url()}/empty`)
      await acting.visitor.look(`void (document.cookie = 'ff_consent=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT')`)
      await acting.open()
      await acting.visitor.inSight('Reject')
      expect(await names(acting)).toEqual([])
    },
  },
  {
    name: 'a browser that says no after a yes',
    source: 'consent F2',
    firefox: true,
    site: { pages: anywhere },
    before: `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true })`,
    act: async (acting) => {
      await keep(acting, yes)
      await acting.open()
      await acting.sees('/')
      expect(await names(acting)).toEqual([])
      await acting.visitor.press('#choices')
      await acting.visitor.inSight('Close')
      const text = await acting.visitor.look<string>(`document.querySelector('footfall-consent').shadowRoot.textContent`)
      expect(text).toContain('no cookie is kept')
    },
  },
]

const several: Row[] = [
  {
    name: 'an answer in another tab takes the question away here',
    source: 'consent F20, SAP/spartacus#5238',
    site: { pages: anywhere },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.visitor.inSight('Accept')
      const other = await acting.visitor.tab()
      await other.open(`${acting.site.url()}/other`)
      await other.answer('Reject')
      await eventually('it is gone here', () =>
        acting.visitor.look(`!document.querySelector('footfall-consent')?.shadowRoot.querySelector('button')`),
      )
    },
  },
  {
    name: 'the second click of a double click does nothing to the page',
    source: 'consent F20',
    site: {
      pages: {
        '/': page('Home', {
          end: '<a href="/gone" style="position:fixed;inset:40% 0 0;background:#eee">Everything below is this link</a>',
        }),
        '/gone': page('Gone'),
      },
    },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept', true)
      await acting.sees('/', 'accept /')
      expect(await acting.visitor.look('location.pathname')).toBe('/')
      expect(acting.events(['consent'], 'action')).toEqual([['shown'], ['accepted']])
    },
  },
  {
    name: 'http beside https: each has its answer',
    source: 'consent F11, counting 15',
    firefox: true,
    site: { pages: anywhere, settings: { domain: 'city.example', hosts: ['city.example', 'www.city.example'] } },
    act: async (acting) => {
      const { visitor, site } = acting
      // What was answered over https is not seen over http, and no cookie of that name may be written there.
      await visitor.keep('ff_consent', no, 'https://www.city.example/')
      const at = `http://www.city.example:${site.port}`
      await visitor.open(at)
      await visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await visitor.open(`${at}/next`)
      await acting.sees('/', 'accept /', '/next')
      expect(consents(acting)).toEqual([false, true])
      expect(await visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
    },
  },
  {
    name: 'an answer holds on all hosts of the site',
    source: 'counting c27',
    site: { pages: anywhere },
    firefox: true,
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await acting.visitor.open(`${acting.site.url(hosts.app)}/app`)
      await acting.sees('/', 'accept /', '/app')
      expect(acting.events(['view'], 'consent', 'visit').at(-1)).toEqual([true, 2])
      expect(await acting.visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
    },
  },
  {
    name: 'cookies of others, broken and many',
    source: 'js-cookie#55, #637, tarteaucitron.js#1350',
    firefox: true,
    site: {
      pages: {
        '/': page('Home', {
          head: `<script>document.cookie = 'bad=%E0%A4%A; path=/'; document.cookie = 'ff_consent_old=1; path=/'; document.cookie = 'xff_consent=${week}:1:; path=/'; for (let index = 0; index < 120; index++) document.cookie = 'c' + index + '=' + index + '; path=/'</script>`,
        }),
        '/next': page('Next'),
      },
    },
    act: async (acting) => {
      await acting.open()
      await acting.visitor.answer('Accept')
      await acting.sees('/', 'accept /')
      await acting.open('/next')
      await acting.sees('/', 'accept /', '/next')
      expect(consents(acting)).toEqual([false, true])
    },
  },
]

/** Where the browser keeps no cookie, an answer could not be kept: nobody is asked. */
const nowhere = (name: string, before: string): Row => ({
  name: `not asked where ${name}`,
  source: 'counting 8 and c57',
  firefox: true,
  site: { pages: anywhere },
  before,
  act: async (acting) => {
    await acting.open()
    await acting.sees('/')
    await acting.visitor.idle()
    expect(await acting.visitor.look(`document.querySelector('footfall-consent')`)).toBeNull()
    expect(acting.events(['consent'], 'action')).toEqual([])
  },
})

export const answers: Row[] = [
  ...suffixes.map(city),
  beside('of an older policy, and a yes', `${week}:0:s`, yes, { asked: false, consent: true }),
  beside('a no, and a yes', no, yes, { asked: false, consent: false }),
  beside('a yes, and a no', yes, no, { asked: false, consent: false }),
  beside('a yes, and one of an older policy', yes, `${week}:0:`, { asked: false, consent: true }),
  ...over,
  ...several,
  nowhere('cookies are off', `Object.defineProperty(Navigator.prototype, 'cookieEnabled', { get: () => false })`),
  nowhere(
    'they are blocked and the browser says that they are on',
    `for (const name of ['sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('blocked', 'SecurityError') } }); Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} })`,
  ),
]
