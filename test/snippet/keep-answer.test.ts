/** Safari ends after seven days what a script has written: whoever comes within them is asked once, and is one browser. */
import { expect, it } from 'vitest'
import { days, home, newcomer } from '../kit/simulated/site.ts'
import type { Tab } from '../kit/simulated/tab.ts'

const safari = { cookieMilliseconds: days(7) }

/** Comes every `apart` days, `times` times, and answers whenever it is asked; how often it was. */
async function comes(
  tab: Tab,
  answer: 'Accept' | 'Reject',
  { apart, times }: { apart: number; times: number },
  clock: { advance(by: number): Promise<unknown> },
) {
  let asked = 0
  for (let time = 0; time < times; time++) {
    await tab.load(home)
    if (await tab.press(answer)) asked++
    await clock.advance(days(apart))
  }
  return asked
}

it.each(['Accept', 'Reject'] as const)('who has pressed %s and comes every five days is asked once in half a year', async (answer) => {
  const browser = await newcomer(safari)
  expect(await comes(browser.tab(), answer, { apart: 5, times: 37 }, browser.clock)).toBe(1)
  const news = browser.sent.filter(({ recency }) => recency === 'new').length
  expect(news).toBe(answer === 'Accept' ? 1 : 0)
})

it('the answer ends half a year after its week all the same', async () => {
  const browser = await newcomer(safari)
  const tab = browser.tab()
  expect(await comes(tab, 'Accept', { apart: 5, times: 40 }, browser.clock)).toBe(2)
  const { sent } = browser
  // What the first yes had let be kept is gone with it.
  expect(sent.filter(({ recency }) => recency === 'new').length).toBe(2)
})

it('who stays away for longer is asked again', async () => {
  const browser = await newcomer(safari)
  expect(await comes(browser.tab(), 'Accept', { apart: 8, times: 5 }, browser.clock)).toBe(5)
})

it.each(['1:', '1:s', '0:s'])('where the browser says no by itself no answer is kept: %s', async (answer) => {
  const browser = await newcomer({ navigator: { globalPrivacyControl: true } })
  browser.jar.write(home, `ff_consent=${encodeURIComponent(`2026-11-23:${answer}`)}; path=/`)
  await browser.tab().load(home)
  expect(browser.jar.stored()).toEqual([])
})

it('of an answer to another policy, and of two answers, nothing is written anew', async () => {
  const browser = await newcomer(safari)
  const tab = browser.tab()
  const www = 'https://www.example.org/'
  const kept = (answer: string) => `ff_consent=${encodeURIComponent(`2026-11-23:${answer}`)}; path=/`
  for (const answers of [[kept('0:s')], [kept('1:'), `${kept('1:s')}; domain=example.org`]]) {
    browser.jar.clear()
    for (const each of answers) browser.jar.write(www, each)
    const before = browser.jar.stored()
    await tab.load(www)
    expect(browser.jar.stored()).toEqual(before)
  }
})
