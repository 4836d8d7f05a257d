/** A browser that lives through a past with the built tag. */
import { type Discarded, now, type Past, type PastVisit, type Present } from './pasts.ts'
import { type Browser, openBrowser } from './simulated/browser.ts'
import { bundlesOf, days, home, minutes } from './simulated/site.ts'
import type { Tab } from './simulated/tab.ts'

/** The first moment of a day in UTC, in milliseconds since 1970. */
const startOf = (day: number) => day * 86_400_000

export interface Life {
  browser: Browser
  /** The tab that is used on, and its storage with it. */
  tab: Tab
}

/** A browser that lived through `past` up to the present moment. */
export async function lived(given: Present, past: Past): Promise<Life> {
  const browser = openBrowser({ bundles: await bundlesOf(), now: 0 })
  const life: Life = { browser, tab: browser.tab() }
  const kept = given.kind === 'returning' ? given.since : given.answered
  browser.clock.now = startOf(kept - 80)
  // Each within its own forty days before; the last of them may leave a no, which the answer then replaces.
  for (const [index, each] of past.discarded.entries()) await discard(life, each, startOf(kept - 80 + 40 * index))
  if (given.kind === 'returning') await liveOn(life, given, past)
  else if (given.kind === 'asked') forgetAll(life)
  else await refuse(life, given, past)
  await life.tab.close()
  if (given.views > 0) await begin(life, given, past)
  await goTo(browser, now)
  return life
}

/** The visit in progress: its last page was seen in this tab, all others in one that is closed again. */
async function begin({ browser, tab }: Life, { views }: Present, { wandered, more, last }: Past): Promise<void> {
  await goTo(browser, now - minutes(28))
  const before = views === 11 ? 10 + more : views - 1
  const other = browser.tab()
  for (let view = 0; view < before; view++) {
    await other.load(new URL(wandered[view % wandered.length]!, home).href)
    await browser.clock.advance((minutes(18) * last[0]!.at) / before)
  }
  await other.close()
  await goTo(browser, now - minutes(10))
  await tab.load(`${home}here`)
}

async function discard(life: Life, { visits, answer, end }: Discarded, from: number): Promise<void> {
  const { browser } = life
  if (end === 'new policy') browser.options.bundles = await bundlesOf({ policy: '0' })
  for (const visit of inOrder(visits)) await pay(life, visit, from + visit.at * days(39), answer)
  if (end === 'cleared') return forgetAll(life)
  if (end === 'new policy') {
    browser.options.bundles = await bundlesOf()
    await life.tab.load(home)
    return life.tab.close()
  }
  const pressing = end === 'withdrawn' ? life.tab : browser.tab()
  await pressing.load(home)
  await pressing.ask()
  await pressing.press('Reject')
  // A tab that was open all the while is left at some time.
  if (pressing !== life.tab) await pressing.close()
  await life.tab.close()
}

/** All site data goes, that of the tabs too. */
function forgetAll(life: Life): void {
  life.browser.jar.clear()
  life.tab = life.browser.tab()
}

async function refuse(life: Life, { answered }: Present, { first, regrets }: Past): Promise<void> {
  await pay(life, first, startOf(answered) + first.at * days(3), regrets ? 'Accept' : 'Reject')
  await answerAgain(life.tab, 'Reject')
}

async function liveOn(life: Life, given: Present, past: Past): Promise<void> {
  const { browser } = life
  // The first counted view: in its week, and not after the last day.
  const beginning = startOf(given.since) + past.first.at * (days(Math.min(7, given.seen - given.since + 1)) - minutes(24 * 60 - 60))
  await pay(life, past.first, beginning, 'Accept')
  for (let count = 0; count < past.regrets; count++) {
    await answerAgain(life.tab, 'Reject')
    await answerAgain(life.tab, 'Accept')
  }
  // After a new yes the next view is the first that counts.
  await life.tab.follow('/again')
  const renewal = Math.max(browser.clock.now, startOf(given.answered))
  const lastDay = startOf(given.seen)
  const latest = Math.min(startOf(given.answered + 7), lastDay + minutes(60))
  const renewedAt = renewal + past.renewedAt * Math.max(0, latest - renewal)
  const moments = [
    ...past.between.map((visit) => ({ visit, at: beginning + visit.at * (lastDay - beginning) })),
    // Before six, so that its half hour is over when the visit in progress begins, half an hour before nine.
    ...past.last.map((visit) => ({ visit, at: lastDay + minutes(61) + visit.at * minutes(4 * 60) })),
    { visit: undefined, at: renewedAt },
  ].sort((one, other) => one.at - other.at)
  for (const { visit, at } of moments) {
    if (visit) await pay(life, visit, at, 'none')
    else await renew(life, at)
  }
}

async function renew(life: Life, at: number): Promise<void> {
  await goTo(life.browser, at)
  await life.tab.load(home)
  await answerAgain(life.tab, 'Accept')
}

async function answerAgain(tab: Tab, answer: 'Accept' | 'Reject'): Promise<void> {
  await tab.ask()
  await tab.press(answer)
}

/** A visit at this moment, or as soon after it as the one before is over. */
async function pay(life: Life, visit: PastVisit, at: number, answer: 'Accept' | 'Reject' | 'none'): Promise<void> {
  const { browser } = life
  await goTo(browser, at)
  const [first, ...rest] = visit.pages as [string, ...string[]]
  if (visit.otherTab) {
    await life.tab.close()
    life.tab = browser.tab()
  }
  await life.tab.load(new URL(first, home).href + visit.labels, { referrer: visit.referrer })
  // Where an earlier life has left a no, nothing is asked; it is changed.
  if (answer !== 'none' && !(await life.tab.press(answer))) await answerAgain(life.tab, answer)
  for (const each of rest) {
    await browser.clock.advance((visit.pause * 1_000) / visit.pages.length)
    await (visit.router ? life.tab.move(each) : life.tab.follow(each))
  }
}

async function goTo(browser: Browser, at: number): Promise<void> {
  await browser.clock.advance(Math.max(0, at - browser.clock.now))
}

const inOrder = (visits: PastVisit[]) => [...visits].sort((one, other) => one.at - other.at)
