/**
 * What the banner says is what happens, in every language: each of its phrases stands for something that is counted or kept, and is said
 * exactly where that is. What is counted is read behind the collector's intake, what is kept from the browser's jar.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookingsOf } from '../../collector/cells/bookings.ts'
import type { BookedFact } from '../../collector/fact.ts'
import type { Site } from '../../contract/site.ts'
import { openChromium } from '../hostile/kit/chromium.ts'
import { settle } from '../hostile/kit/row.ts'
import type { Browser, Visitor } from '../hostile/kit/visitor.ts'
import { type Asked, hosts, openWebsite, type Website } from '../hostile/kit/website.ts'
import { builtFiles } from '../kit/build.ts'
import { eventually } from '../kit/temporary.ts'

const languages = ['en', 'es', 'pl', 'ar'] as const
type InEach = Record<(typeof languages)[number], string>

/** What is counted without a yes, by the dimensions under which it is booked. */
const counted: { dimensions: string[]; phrase: InEach }[] = [
  {
    dimensions: ['host', 'hour'],
    phrase: { en: 'that a page was opened', es: 'que se abrió una página', pl: 'że otwarto stronę', ar: 'أن صفحة فُتحت' },
  },
  { dimensions: ['path'], phrase: { en: 'which one', es: 'cuál', pl: 'którą,', ar: 'وأيها' } },
  {
    dimensions: ['device'],
    phrase: { en: 'what kind of device', es: 'en qué tipo de dispositivo', pl: 'na jakim rodzaju urządzenia', ar: 'على أي نوع من الأجهزة' },
  },
  {
    dimensions: ['network'],
    phrase: { en: 'site and network', es: 'sitio y red', pl: 'witryny i sieci', ar: 'موقع وشبكة' },
  },
  { dimensions: ['referrer'], phrase: { en: 'from which site', es: 'desde qué sitio', pl: 'z jakiej witryny', ar: 'من أي موقع' } },
  {
    dimensions: ['lcp', 'inp', 'cls', 'fcp', 'ttfb'],
    phrase: { en: 'how fast', es: 'con qué rapidez', pl: 'jak szybko', ar: 'وبأي سرعة' },
  },
  {
    dimensions: ['choice'],
    phrase: {
      en: 'answers to this question',
      es: 'respuestas a esta pregunta',
      pl: 'odpowiedzi na to pytanie',
      ar: 'الإجابات عن هذا السؤال',
    },
  },
]

/** What a yes keeps, by its place in the visit's cookie: the day, where the visit came from, the last page. */
const kept: { place: number; phrase: InEach }[] = [
  { place: 1, phrase: { en: 'dates', es: 'fechas', pl: 'datami', ar: 'تواريخ' } },
  { place: 3, phrase: { en: 'where you came from', es: 'de dónde viene usted', pl: 'źródłem wizyty', ar: 'من أين أتيت' } },
  { place: 6, phrase: { en: 'the last page', es: 'la última página', pl: 'ostatnią stroną', ar: 'وآخر صفحة' } },
]
/** What a yes is for, where the site wants pages and where it does not. */
const reads: InEach = { en: 'which pages are read', es: 'qué páginas se leen', pl: 'które strony są czytane', ar: 'الصفحات التي تُقرأ' }
const noCookie: InEach = {
  en: 'no cookie is kept',
  es: 'no se guarda ninguna cookie',
  pl: 'żaden plik cookie nie jest zapisywany',
  ar: 'لا يُحفظ أي ملف تعريف ارتباط',
}
const given: Record<'yes' | 'no', InEach> = {
  yes: { en: 'You have accepted.', es: 'Usted ha aceptado.', pl: 'Zgoda została udzielona.', ar: 'لقد وافقت.' },
  no: { en: 'You have rejected.', es: 'Usted ha rechazado.', pl: 'Zgoda nie została udzielona.', ar: 'لقد رفضت.' },
}
const buttons: Record<'yes' | 'no', InEach> = {
  yes: { en: 'Accept', es: 'Aceptar', pl: 'Akceptuję', ar: 'أوافق' },
  no: { en: 'Reject', es: 'Rechazar', pl: 'Odrzucam', ar: 'أرفض' },
}

const settings: Pick<Site, 'detail' | 'baseline'>[] = [
  { detail: 'page', baseline: 'page' },
  { detail: 'page', baseline: 'domain' },
  { detail: 'page', baseline: 'none' },
  { detail: 'domain', baseline: 'domain' },
]

let browser: Browser
let files: Map<string, string>
beforeAll(async () => {
  ;[browser, files] = await Promise.all([openChromium(), builtFiles('snippet')])
}, 120_000)
afterAll(() => browser?.close())

/** A page in the language that its path names, to which another site's page links. */
const pages = ({ host, path, headers }: Asked) =>
  host === hosts.other
    ? `<!doctype html><title>Elsewhere</title><a id="link" href="http://${hosts.www}:${headers.host?.split(':')[1]}${path}">Read</a>`
    : `<!doctype html><html lang="${path.slice(1, 3)}"><title>Page</title>TAG<h1>Page</h1><button data-footfall="consent" id="choices">?</button>`

/** The dimensions of what was counted since, by whether it was told with consent. */
function dimensionsOf({ facts: all, viewed }: Website, from = 0): string[] {
  const facts = all.slice(from).filter((fact): fact is BookedFact => fact.type !== 'several')
  const named = facts.flatMap(bookingsOf).flatMap(({ values }) => Object.entries(values).filter(([, value]) => value !== undefined))
  // By the network of each view (docs/counting.md): a count by itself.
  if (viewed.length > 0 && facts.some(({ type }) => type === 'view')) named.push(['network', ''])
  // How many events of each type came is counted of all of them.
  return [...new Set(named.map(([name]) => name))].filter((name) => name !== 'event').sort()
}

async function onWebsite(site: (typeof settings)[number], act: (website: Website) => Promise<void>): Promise<void> {
  const website = await openWebsite(files, { pages, settings: site })
  try {
    await act(website)
  } finally {
    await website.close()
  }
}

async function visit<Result>(
  website: Website,
  act: (visitor: Visitor, come: (path: string) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const visitor = await browser.visitor()
  try {
    return await act(visitor, async (path) => {
      await visitor.open(website.url(hosts.other) + path)
      await visitor.press('#link')
    })
  } finally {
    expect(visitor.errors).toEqual([])
    await visitor.close()
  }
}

const text = (visitor: Visitor) =>
  eventually('the banner says something', () =>
    visitor
      .look<string>(
        `[...(document.querySelector('footfall-consent')?.shadowRoot?.querySelectorAll('h2, p') ?? [])].map((each) => each.textContent).join(' ') || null`,
      )
      .catch(() => null),
  )

type Said = Record<keyof InEach, string>
/** Comes by another site's link to the page in each language, and reads what the banner says there. */
async function saidInEach(visitor: Visitor, come: (path: string) => Promise<void>, opener?: string): Promise<Said> {
  const said: Partial<Said> = {}
  for (const lang of languages) {
    await come(`/${lang}`)
    // Before the tag has run, nobody hears of the press.
    if (opener) {
      await eventually('the tag has run', () => visitor.look<boolean>(`'footfall ${hosts.bare}' in window`).catch(() => false))
      await visitor.press(opener)
    }
    said[lang] = await text(visitor)
  }
  return said as Said
}

/** That the texts have this phrase, or have it not. */
function expectSaid(said: Said, phrase: InEach, is: boolean): void {
  for (const lang of languages) {
    expect({ said: said[lang], phrase: phrase[lang], is: said[lang].includes(phrase[lang]) }).toMatchObject({ is })
  }
}

/** That the texts name what was counted, all of it and nothing else. */
function expectCounted(said: Said, dimensions: string[]): void {
  const named = new Set(counted.flatMap((each) => each.dimensions))
  expect(dimensions.filter((name) => !named.has(name))).toEqual([])
  for (const each of counted)
    expectSaid(
      said,
      each.phrase,
      each.dimensions.some((name) => dimensions.includes(name)),
    )
}

describe.each(settings)('on a site with the detail $detail and the baseline $baseline', (site) => {
  const lang = languages[settings.indexOf(site)]!
  /** Until all that is counted of a page has come. */
  const measured = async (visitor: Visitor, website: Website, from: number) => {
    await settle({ visitor, site: website })
    if (site.baseline !== 'none') await eventually('it is measured', () => website.facts.slice(from).some(({ type }) => type === 'vitals'))
  }
  const kinds = (website: Website, from = 0) => website.facts.slice(from).map(({ type }) => type)
  const nothingKept = async (visitor: Visitor) =>
    expect([await visitor.jar(), await visitor.look('[localStorage.length, sessionStorage.length]')]).toEqual([{}, [0, 0]])

  it('the question says what is counted without an answer, what a yes is for, and what it then keeps', () =>
    onWebsite(site, async (website) => {
      const jars: unknown[] = []
      const accepts = async (visitor: Visitor) => {
        await visitor.answer(buttons.yes.ar as 'Accept')
        await eventually('it is kept', async () => (await visitor.jar()).ff_visit)
        jars.push(await visitor.jar())
      }
      await visit(website, async (visitor, come) => {
        const said = await saidInEach(visitor, come)
        await measured(visitor, website, 0)
        await eventually('that it was shown is told', () => kinds(website).includes('consent'))
        expectCounted(said, dimensionsOf(website))
        await nothingKept(visitor)

        await accepts(visitor)
        const { ff_visit, ...jar } = await visitor.jar()
        expect(Object.keys(jar).sort()).toEqual(['ff_consent', 'ff_seen', 'ff_since'])
        const cookie = JSON.parse(ff_visit![0]!) as string[]
        for (const { place, phrase } of kept) expectSaid(said, phrase, cookie[place] !== '')

        const from = website.facts.length
        await visitor.open(`${website.url()}/ar/next`)
        await eventually('the next view', () => kinds(website, from).includes('view'))
        expectSaid(said, reads, dimensionsOf(website, from).includes('path'))
      })
      // Nothing tells one from another.
      await visit(website, async (visitor, come) => {
        await come('/ar')
        await accepts(visitor)
      })
      expect(jars[1]).toEqual(jars[0])
    }))

  it('opened again it says which answer there is; a no keeps only itself, and nothing is counted but what was said', () =>
    onWebsite(site, (website) =>
      visit(website, async (visitor, come) => {
        await come(`/${lang}`)
        await visitor.answer(buttons.no[lang] as 'Reject')
        await eventually('it is kept', async () => (await visitor.jar()).ff_consent)
        await settle({ visitor, site: website })
        const from = website.facts.length
        await visitor.open(`${website.url()}/${lang}/next`)
        await visitor.press('#choices')
        const said = await text(visitor)
        expect(said).toContain(given.no[lang])
        await measured(visitor, website, from)
        for (const { dimensions, phrase } of counted)
          if (!said.includes(phrase[lang]) || dimensions.includes('choice'))
            expect(dimensionsOf(website, from).filter((name) => dimensions.includes(name))).toEqual([])
        expect(Object.keys(await visitor.jar())).toEqual(['ff_consent'])

        await visitor.answer(buttons.yes[lang] as 'Accept')
        await eventually('the yes is kept', async () => (await visitor.jar()).ff_visit)
        await visitor.press('#choices')
        expect(await text(visitor)).toContain(given.yes[lang])
      }),
    ))

  it('a browser that says no by itself is told what is counted, and keeps nothing', () =>
    onWebsite(site, (website) =>
      visit(website, async (visitor, come) => {
        await visitor.before(`Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })`)
        const said = await saidInEach(visitor, come, '#choices')
        await measured(visitor, website, 0)
        expectSaid(said, noCookie, true)
        expectCounted(said, dimensionsOf(website))
        await nothingKept(visitor)
      }),
    ))
})
