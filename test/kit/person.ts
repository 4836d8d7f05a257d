/** A person at a real browser with a clock of its own. What was sent and what is kept are read from outside, not from the page. */
import type { BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import type { Browsers } from './chromium.ts'
import { setDate } from './device-date.ts'
import { eventually } from './temporary.ts'

export type Wire = Record<string, unknown>

export interface Person {
  context: BrowserContext
  /** The tab looked at. */
  page: Page
  /** Every event in the order in which the browser sent it. */
  sent: Wire[]
  /** Exceptions of the page, and what its console calls errors. */
  errors: string[]
  /** Milliseconds since 1970 at which this person is. */
  now: number
  /** Goes on in time; what has ended by then is removed, as the browser would have. */
  wait(milliseconds: number): Promise<void>
  /** Does something that is counted, and waits until the view was answered and the page is measured. */
  see(act: () => Promise<unknown>): Promise<void>
  open(address: string): Promise<void>
  follow(link: string): Promise<void>
  /** The page's router moves, or goes back, without a load. */
  move(script: string): Promise<void>
  /** Presses a button of the banner, and waits until `type` was answered. */
  press(button: 'Accept' | 'Reject', type?: string): Promise<void>
  /** Opens the banner by the page's own button. */
  choices(): Promise<void>
  /** Leaves the site; nothing more is looked at. */
  leave(): Promise<void>
  /** What is kept, by name. */
  jar(): Promise<Record<string, string>>
}

const isEvent = (request: Request) => request.method() === 'POST' && new URL(request.url()).pathname.endsWith('/e')
const eventOf = (request: Request) => JSON.parse(request.postData() ?? '{}') as Wire

/** Somebody who was never here, at `now`. */
export async function arrive(browsers: Browsers, now: number, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browsers.open(options)
  await setDate(context, now)
  const sent: Wire[] = []
  const errors: string[] = []
  context.on('request', (request) => isEvent(request) && sent.push(eventOf(request)))
  context.on('weberror', (each) => errors.push(each.error().message))
  context.on('console', (message) => message.type() === 'error' && errors.push(message.text()))

  const answered = async (type: string, act: () => Promise<unknown>) => {
    const [response] = await Promise.all([
      context.waitForEvent('response', (each) => isEvent(each.request()) && eventOf(each.request()).type === type),
      act(),
    ])
    expect(response.status()).toBe(202)
  }
  const timings = () => sent.filter(({ metric }) => metric === 'ttfb').length
  const person: Person = {
    context,
    page: await context.newPage(),
    sent,
    errors,
    now,
    async wait(milliseconds) {
      person.now += milliseconds
      await setDate(context, person.now)
      for (const { name, expires } of await context.cookies()) if (expires * 1_000 <= person.now) await context.clearCookies({ name })
    },
    async see(act) {
      const before = timings()
      await answered('view', act)
      await eventually('the page is measured', () => timings() > before)
    },
    open: (address) => person.see(() => person.page.goto(address)),
    follow: (link) => person.see(() => person.page.click(link)),
    move: (script) => answered('view', () => person.page.evaluate(script)),
    async press(button, type) {
      const press = () => person.page.getByRole('button', { name: button }).click()
      await (type ? answered(type, press) : press())
    },
    choices: () => person.page.click('[data-footfall=consent]'),
    // For the tag's own text, a page of the same process: to one of another, Chromium gives the old page half a second to say its last.
    async leave() {
      const tag = await person.page.locator('script[src*="/footfall.js?"]').first().getAttribute('src')
      await person.page.goto(new URL(tag!, person.page.url()).href)
    },
    async jar() {
      return Object.fromEntries((await context.cookies()).map(({ name, value }) => [name, decodeURIComponent(value)]))
    },
  }
  return person
}

/** The fields of events of one type, without those that all events have. */
export function told(person: Person, type: string): Wire[] {
  return person.sent.filter((event) => event.type === type).map(({ v, type: _, site, host, ...fields }) => fields)
}
