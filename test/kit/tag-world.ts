/** Servers and people for one file of tests of the tag in real browsers: made when asked for, closed after each test. */
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { builtFiles } from './build.ts'
import { type Browsers, launchBrowsers } from './chromium.ts'
import { arrive, type Person } from './person.ts'
import { startTagServer, type TagServer, type TagServerOptions } from './tag-server.ts'
import { eventually } from './temporary.ts'

export interface TagWorld {
  /** With other files than those built now where some are given. */
  serve(given?: Partial<TagServerOptions>): Promise<TagServer>
  /** A new browser, at this moment or at another. */
  newcomer(now?: number, options?: BrowserContextOptions): Promise<Person>
}

/** The built tag and one Chromium, for the file that calls this at its top. */
export function tagWorld(): TagWorld {
  let files: ReadonlyMap<string, string>
  let browsers: Browsers
  const servers: TagServer[] = []
  const people: Person[] = []
  beforeAll(async () => {
    ;[files, browsers] = await Promise.all([builtFiles('snippet'), launchBrowsers()])
  })
  afterEach(async () => {
    await Promise.all(people.splice(0).map(({ context }) => context.close()))
    await Promise.all(servers.splice(0).map((server) => server.close()))
  })
  afterAll(() => browsers?.close())
  return {
    async serve(given = {}) {
      const server = await startTagServer({ files, ...given })
      servers.push(server)
      return server
    },
    async newcomer(now = Date.now(), options = {}) {
      const person = await arrive(browsers, now, options)
      people.push(person)
      return person
    },
  }
}

/** Views and accepts that were taken, without the fields that all events have. */
export const countedOf = (server: TagServer) =>
  server.taken
    .map((sent) => sent.event)
    .filter(({ type }) => type === 'view' || type === 'accept' || type === 'stray')
    .map(({ v, site, host, ...fields }) => fields)

export const counted = (server: TagServer, count: number) =>
  eventually(`${count} views were taken`, () => countedOf(server).length >= count)

/** Long enough for a mistaken event to come: a later request of the same page has come the whole way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => fetch('/last').then((response) => response.text()))
}

/** No script of a page has failed; that the browser itself notes a failed request is none. */
export function expectUnharmed({ errors }: Person): void {
  expect(errors.filter((error) => !error.startsWith('Failed to load resource'))).toEqual([])
}
