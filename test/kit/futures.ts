/** What a browser does next, and all that anybody could see of it meanwhile. */
import fc from 'fast-check'
import type { Browser } from './simulated/browser.ts'
import { days, home, minutes } from './simulated/site.ts'
import type { Tab } from './simulated/tab.ts'

interface Doing {
  browser: Browser
  tab: Tab
}

type Act = (doing: Doing) => Promise<unknown>

/** Each can follow any other. */
const acts: Record<string, Act> = {
  'comes by a link from elsewhere': ({ tab }) => tab.load(`${home}parks`, { referrer: 'https://news.org/story' }),
  'comes by a campaign': ({ tab }) => tab.load(`${home}?utm_source=letter&utm_medium=mail&utm_campaign=spring`),
  'goes on': ({ tab }) => tab.follow('/permits'),
  'goes on by the router': ({ tab }) => tab.move('/library'),
  reloads: ({ tab }) => tab.reload(),
  'opens another tab': async (doing) => {
    doing.tab = doing.browser.tab()
    await doing.tab.load(`${home}news`)
  },
  'opens it in the background': async ({ tab }) => {
    await tab.load(`${home}permits`, { hidden: true })
    await tab.show(true)
  },
  reads: async ({ tab }) => {
    await tab.read(45)
    tab.scroll(2_000)
    await tab.show(false)
    await tab.show(true)
  },
  accepts: async ({ tab }) => {
    await tab.ask()
    await tab.press('Accept')
  },
  'rejects or withdraws': async ({ tab }) => {
    await tab.ask()
    await tab.press('Reject')
  },
  answers: ({ tab }) => tab.press('Accept'),
  'waits for half an hour': ({ browser }) => browser.clock.advance(minutes(31)),
  'waits over midnight': ({ browser }) => browser.clock.advance(minutes(15 * 60 - 10)),
  'waits for days': ({ browser }) => browser.clock.advance(days(5)),
}

export const future = fc.array(fc.constantFrom(...Object.keys(acts)), { minLength: 2, maxLength: 8 })

/** All that is visible, in order: each request as it is made, and after each act all that is kept. */
export async function watched(given: Doing, names: readonly string[]): Promise<unknown[]> {
  const seen: unknown[] = []
  const doing = { ...given }
  const { browser } = doing
  const send = browser.fetch
  browser.fetch = (address, init) => {
    seen.push([browser.clock.now, address, init])
    return send(address, init)
  }
  // The first act needs a page.
  for (const name of ['comes by a link from elsewhere', ...names]) {
    await acts[name]!(doing)
    seen.push([name, browser.jar.stored().sort(), doing.tab.kept()])
  }
  await doing.tab.close()
  seen.push([browser.jar.stored().sort(), doing.tab.kept()])
  return seen
}
