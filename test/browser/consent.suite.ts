/** Consent in real browsers, on a real collector in each of its homes: nine people read the demo site, and the answers are what happened. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { weekOf } from '../../contract/day.ts'
import { ensureBuilt } from '../kit/build.ts'
import { type Browsers, launchBrowsers } from '../kit/chromium.ts'
import { askerOf, commandOf, type Home, type HomeName, openHome } from '../kit/homes.ts'
import { arrive, type Person, told, type Wire } from '../kit/person.ts'
import { truth } from './consent.truth.ts'

const seconds = (count: number) => count * 1_000
const minutes = (count: number) => count * 60_000
const home = '/demo/'
const market = '/demo/market.html'
const library = '/demo/library.html'
const visit = '/demo/visit.html'

// At the site it is about eight in the morning, so that everybody's day is long, whenever the test is run.
const now = Date.now()
const ahead = 8 - new Date(now).getUTCHours()
const hoursAhead = ahead < -12 ? ahead + 24 : ahead
const zone = `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`
const dayAt = (milliseconds: number) => new Date(milliseconds + hoursAhead * 3_600_000).toISOString().slice(0, 10)
const today = dayAt(now)
const tomorrow = dayAt(now + 86_400_000)
// What is kept of the first visit is its week.
const monday = weekOf(today)
// An answer keeps its week too: in UTC, since it is kept without looking at the site's zone.
const answerWeek = weekOf(new Date(now).toISOString().slice(0, 10))

/** Nine people on the demo site of a collector in this home. */
export function consentIn(name: HomeName): void {
  const folder = mkdtempSync(join(tmpdir(), 'footfall-consent-'))
  let collector: Home
  let browsers: Browsers

  beforeAll(async () => {
    await ensureBuilt()
    ;[collector, browsers] = await Promise.all([openHome(name, { folder }), launchBrowsers()])
    const site = { domain: 'demo.localhost', zone }
    expect(await commandOf(collector, { command: 'site add', site })).toMatchObject({ code: 0 })
  }, 120_000)

  afterAll(async () => {
    await Promise.all([browsers?.close(), collector?.close()])
    rmSync(folder, { recursive: true, force: true })
  })

  /** Somebody does something on the site, leaves it, and no page had an error. */
  async function lives(life: (person: Person) => Promise<void>, script = ''): Promise<Person> {
    const person = await arrive(browsers, now)
    if (script) await person.context.addInitScript(script)
    await life(person)
    await person.leave()
    expect(person.errors).toEqual([])
    return person
  }

  const at = (path: string) => collector.url() + path
  const views = (person: Person) =>
    told(person, 'view').map(({ consent, path, from, visit, first, recency }) => [consent, path, from, visit, first, recency])
  const chosen = (person: Person) => told(person, 'consent').map(({ action }) => action)
  const without = [false, undefined, undefined, undefined, undefined, undefined]

  describe('somebody who', () => {
    it('rejects keeps that answer alone, and is asked no more', async () => {
      const person = await lives(async (person) => {
        await person.open(at(home))
        await person.press('Reject', 'consent')
        await person.follow('text=Stalls and hours')
        await person.follow('nav >> text=Library')
        expect(await person.page.locator('footfall-consent').count()).toBe(0)
        expect(await person.jar()).toEqual({ ff_consent: `${answerWeek}:1:` })
        expect(await person.page.evaluate('[localStorage.length, sessionStorage.length]')).toEqual([0, 0])
      })
      expect(views(person)).toEqual([without, without, without])
      expect(chosen(person)).toEqual(['shown', 'refused'])
      expect(person.sent.filter(({ consent }) => consent)).toEqual([])
    })

    it('accepts where they came in is one visit in two tabs, by links, by the router, over a reload and on going back', async () => {
      const person = await lives(async (person) => {
        await person.open(at(home))
        await person.press('Accept', 'accept')
        await person.wait(seconds(20))
        await person.follow('text=Stalls and hours')
        await person.wait(seconds(10))
        await inAnotherTab(person)
        await person.wait(seconds(10))
        await person.move(`history.pushState(null, '', '${visit}')`)
        await person.wait(seconds(5))
        await person.see(() => person.page.reload())
        await person.wait(seconds(5))
        await person.move('history.back()')
        await person.wait(seconds(3))
        const { ff_visit, ...jar } = await person.jar()
        expect(jar).toEqual({ ff_consent: `${answerWeek}:1:s`, ff_seen: today, ff_since: monday })
        expect(JSON.parse(ff_visit!)).toEqual([6, today, 'new', '(direct)', '', '', market])
      })
      expect(told(person, 'accept')).toMatchObject([
        { consent: true, day: today, path: home, visit: 1, first: 'new', recency: 'new', since: 0 },
      ])
      expect(views(person)).toEqual([
        without,
        [true, market, home, 2, 'new', undefined],
        // Another tab has not seen what this one has, so it cannot say that the page is the browser's first of the day.
        [true, library, market, 3, true, undefined],
        [true, visit, library, 4, true, undefined],
        [true, visit, visit, undefined, undefined, undefined],
        [true, market, visit, 6, undefined, undefined],
      ])
    })

    it('accepts on the second page moves that view alone', async () => {
      const person = await lives(async (person) => {
        await person.open(at(market))
        await person.wait(seconds(10))
        await person.follow('nav >> text=Library')
        await person.wait(seconds(5))
        await person.press('Accept', 'accept')
        await person.wait(seconds(5))
        await person.follow('nav >> text=Getting here')
        await person.wait(seconds(6))
      })
      const [accepted, ...others] = told(person, 'accept')
      expect(accepted).toMatchObject({ path: library, referrer: '127.0.0.1', visit: 1, first: 'new', recency: 'new' })
      // Where the visit came from is not known any more.
      expect([others, accepted!.source]).toEqual([[], undefined])
      expect(views(person)).toEqual([without, without, [true, visit, library, 2, 'new', undefined]])
    })

    it('withdraws in the middle of a visit keeps only that answer, at once', async () => {
      const person = await lives(async (person) => {
        await person.open(at(home))
        await person.press('Accept', 'accept')
        await person.wait(seconds(10))
        await person.follow('text=Stalls and hours')
        expect(Object.keys(await person.jar()).sort()).toEqual(['ff_consent', 'ff_seen', 'ff_since', 'ff_visit'])
        await person.wait(seconds(5))
        await person.choices()
        await person.press('Reject', 'consent')
        expect(await person.jar()).toEqual({ ff_consent: `${answerWeek}:1:` })
        expect(await person.page.evaluate('sessionStorage.length')).toBe(0)
        await person.follow('nav >> text=Library')
      })
      expect(views(person)).toEqual([without, [true, market, home, 2, 'new', undefined], without])
      expect(chosen(person)).toEqual(['shown', 'accepted', 'withdrawn'])
      const after = person.sent.slice(person.sent.findIndex(({ action }) => action === 'withdrawn'))
      expect(after.filter(({ consent }) => consent)).toEqual([])
    })

    it('comes back after 31 minutes and on the next day starts a visit each time, and is a visitor once a day', async () => {
      const person = await lives(async (person) => {
        await person.open(at(home))
        await person.press('Accept', 'accept')
        await person.wait(seconds(5))
        await person.leave()
        await person.wait(minutes(31))
        expect(await person.jar()).not.toHaveProperty('ff_visit')
        await person.open(at(market))
        await person.wait(seconds(5))
        await person.leave()
        await person.wait(minutes(24 * 60))
        await person.open(at(library))
        await person.wait(seconds(5))
        expect(await person.jar()).toMatchObject({ ff_seen: tomorrow, ff_since: monday })
      })
      expect(views(person)).toEqual([without, [true, market, undefined, 1, true, undefined], [true, library, undefined, 1, 'day', 1]])
    })

    it('reads over midnight is in one visit and a visitor of both days', async () => {
      const person = await lives(async (person) => {
        await person.wait(Date.parse(`${tomorrow}T00:00Z`) - hoursAhead * 3_600_000 - minutes(5) - now)
        await person.open(at(home))
        await person.press('Accept', 'accept')
        await person.wait(minutes(10))
        await person.follow('text=Stalls and hours')
        await person.wait(seconds(5))
      })
      expect(told(person, 'view')[1]).toMatchObject({ day: tomorrow, overnight: 'view', from: home, visit: 2, recency: 1 })
    })

    it('accepts half an hour later moves nothing, and the next view starts a visit', async () => {
      const person = await lives(async (person) => {
        await person.open(at(home))
        await person.wait(minutes(31))
        await person.press('Accept', 'consent')
        await person.follow('text=Stalls and hours')
        await person.wait(seconds(4))
      })
      expect(told(person, 'accept')).toEqual([])
      expect(views(person)).toEqual([without, [true, market, undefined, 1, 'new', 'new']])
    })

    it('does not answer keeps nothing, and that it was left open is told', async () => {
      const person = await lives(async (person) => {
        await person.open(at(visit))
        await person.page.getByRole('button', { name: 'Accept' }).waitFor()
        expect(await person.jar()).toEqual({})
      })
      expect(views(person)).toEqual([without])
    })

    it('has a browser that says no by itself is not asked, and keeps nothing', async () => {
      const signal = `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })`
      const person = await lives(async (person) => {
        await person.open(at(home))
        await person.follow('text=Stalls and hours')
        expect(await person.page.locator('footfall-consent').count()).toBe(0)
        expect(await person.jar()).toEqual({})
      }, signal)
      expect(views(person)).toEqual([without, without])
      expect(chosen(person)).toEqual([])
    })
  })

  /** Opens the library behind the page, looks at it, and comes back. */
  async function inAnotherTab(person: Person): Promise<void> {
    const first = person.page
    await person.see(async () => {
      const [tab] = await Promise.all([
        person.context.waitForEvent('page'),
        first.click('nav >> text=Library', { modifiers: ['ControlOrMeta'] }),
      ])
      await tab.bringToFront()
      person.page = tab
    })
    await person.page.close()
    person.page = first
    await first.bringToFront()
  }

  it('what the collector answers at the end is what they did', async () => {
    const asker = await askerOf(collector, ['demo.localhost'])
    const ask = async (questions: Wire[]) => {
      const asked = questions.map((each) => ({ site: 'demo.localhost', from: today, to: tomorrow, ...each }))
      return (await asker(asked)) as { rows: Wire[]; totals: Wire }[]
    }
    const { questions, answers } = truth({ today, tomorrow })
    await expect
      .poll(async () => (await ask(questions)).map(({ rows, totals }) => ({ rows, totals })), { timeout: 30_000 })
      .toEqual(answers)
    expect(await commandOf(collector, { command: 'audit' })).toMatchObject({ code: 0 })
  })
}
