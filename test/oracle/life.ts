/** What people do: they come, read, go on, come back, change their minds, and leave things open. */
import type { VitalMetric } from '../../contract/vitals.ts'
import { days, minutes } from '../kit/simulated/site.ts'
import type { Page } from '../kit/simulated/tab.ts'
import { blank, type Person, type Shown, type Way } from './person.ts'
import type { Plan } from './plan.ts'
import type { Time } from './time.ts'

export interface Living {
  person: Person
  plan: Plan
  time: Time
  random: () => number
  /** The first page of each host. */
  homes: readonly string[]
  paths: readonly string[]
  /** Milliseconds: mean time between visits. */
  habit: number
  end: number
  /** A share of visits that begin in two tabs at once. */
  together: number
}

const outsides = ['https://www.google.com/', 'https://news.org/story', '', '']
export const spring = { source: 'letter', medium: 'email', campaign: 'spring' }

export async function live(living: Living): Promise<void> {
  const { person, plan, time, random, habit, end } = living
  while (time.now < end) {
    await visit(living)
    if (plan.clearing && random() < 0.05) person.clearCookies()
    // Now and then just about as late as a visit may go on.
    const pause = random() < 0.1 ? minutes(20) + random() * minutes(20) : minutes(5) + random() * 2 * habit
    await time.sleep(seconds(pause))
  }
}

/** Whole seconds: cookies end on one. */
const seconds = (milliseconds: number) => 1_000 * Math.floor(milliseconds / 1_000)
const pick = <Value>({ random }: Living, values: readonly Value[]): Value => values[Math.floor(random() ** 1.5 * values.length)]!

interface Sitting {
  living: Living
  shown: Shown
  /** Everything open, with what the back/forward cache keeps of it. */
  open: Shown[]
  kept: { page: Page; shown: Pick<Shown, 'path' | 'home' | 'landing'> }[]
}

async function visit(living: Living): Promise<void> {
  const { person, random, plan } = living
  // What a tab remembers of a visit it has for as long as it is there; in another tab a visit sees its pages anew (docs/counting.md).
  const tab = (plan.tabs ? undefined : person.browser.tabs[0]) ?? person.browser.tab()
  const shown = blank(tab)
  const sitting: Sitting = { living, shown, open: [shown], kept: [] }
  const outside = pick(living, outsides)
  const landing = arrivalAt(living, outside, random() < 0.2 ? spring : undefined)
  if (living.together > 0 && random() < living.together) await loadTwice(sitting, landing)
  else if (plan.forwards && random() < 0.3) await pick(living, [byServer, byScript, unseen])(sitting, landing)
  else await load(sitting, landing)
  const more = random() < 0.4 ? 0 : Math.floor(random() ** 2 * 14)
  for (let step = 0; step < more; step++) await act(sitting)
  for (const each of sitting.open) await close(sitting, each)
  if (plan.tabs) person.browser.tabs.length = 0
}

interface Load {
  path: string
  address: string
  referrer?: string
  type?: 'navigate' | 'reload' | 'back_forward'
  instead?: string
  way: Way
}

/** A link on another site, or none. */
function arrivalAt(living: Living, outside: string, labels: Way['labels']): Load {
  const path = pick(living, living.paths)
  const query = labels ? `?utm_source=letter&utm_medium=email&utm_campaign=spring` : ''
  return { path, address: addressOf(pick(living, living.homes), path) + query, referrer: outside, way: { outside, labels } }
}

const addressOf = (home: string, path: string) => home + path.slice(1)

/** The server forwards, and leaves out the labels. */
function byServer(sitting: Sitting, { way, ...landing }: Load): Promise<void> {
  return load(sitting, { ...landing, address: landing.address.split('?')[0]!, way: { outside: way.outside! } })
}

/** The page forwards once it has been counted. */
async function byScript(sitting: Sitting, landing: Load): Promise<void> {
  await open(sitting, landing)
  await follow(sitting)
}

/** The page forwards before it has been counted. */
async function unseen(sitting: Sitting, { path, address, way: { labels } }: Load): Promise<void> {
  const { living } = sitting
  const next = living.paths[(living.paths.indexOf(path) + 1) % living.paths.length]!
  const target = { path: next, address: new URL(next, address).href, referrer: new URL('/', address).href }
  const { tellsBefore } = living.person.traits
  // An older browser tells it as any page of the site.
  await load(sitting, { ...target, instead: address, way: tellsBefore ? { forwarded: true, labels } : {} })
}

async function open(sitting: Sitting, { path, address, referrer, type, instead, way }: Load): Promise<void> {
  const { living, shown } = sitting
  left(sitting)
  await shown.tab.load(address, { referrer, type, instead })
  const home = new URL('/', address).href
  // Of the pages before the browser tells on their own host only.
  if (way.outside !== undefined || home !== shown.home) shown.landing = instead ? undefined : way.labels
  shown.home = home
  living.person.see(shown, path, way)
  shown.timed.clear()
}

async function load(sitting: Sitting, given: Load): Promise<void> {
  const { living, shown } = sitting
  await open(sitting, given)
  const perhaps = async (metrics: readonly VitalMetric[]) => {
    for (const metric of metrics)
      if (living.random() < 0.2) await living.person.time(shown, metric, Math.floor(living.random() ** 3 * 9_000))
  }
  await perhaps(['ttfb', 'fcp'])
  await look(sitting)
  // By now somebody may have agreed, or not any more.
  await perhaps(['lcp', 'cls', 'inp'])
  // What grows is told again; by a wrong clock it could be taken back from another day.
  if (living.person.traits.skew === 0) await perhaps(['cls', 'inp'])
}

/** The same link is opened in two tabs at once: neither sees what the other writes. */
async function loadTwice(sitting: Sitting, landing: Load): Promise<void> {
  const { living, shown } = sitting
  const other = blank(living.person.browser.tab())
  sitting.open.push(other)
  const atOnce = living.person.browser.jar.moment()
  for (const each of [shown, other]) {
    await atOnce(() => each.tab.load(landing.address, { referrer: landing.referrer }))
    Object.assign(each, { landing: landing.way.labels, home: new URL('/', landing.address).href })
    living.person.see(each, landing.path, landing.way)
  }
  await look(sitting)
}

/** The page that is shown is no longer. */
function left({ living, shown }: Pick<Sitting, 'living' | 'shown'>): void {
  if (shown.visible) living.person.leave(shown, shown.tab.page().scrollY + 800)
}

async function close({ living }: Sitting, shown: Shown): Promise<void> {
  if (shown.visible) living.person.leave(shown, shown.tab.page().scrollY + 800)
  await shown.tab.close()
}

/** Reads, scrolls, and perhaps answers the banner. */
async function look(sitting: Sitting): Promise<void> {
  const { living, shown } = sitting
  const { person, random, plan } = living
  await read(sitting, Math.floor(random() * 90))
  if (random() < 0.5) {
    shown.tab.scroll(800 + Math.floor(random() * 3_200))
    person.mark(shown, shown.tab.page().scrollY + 800)
  }
  const { traits } = person
  // By a clock that is a day off the view stands on another day than it is taken from (docs/counting.md).
  const stands = shown.seen?.day ?? shown.day
  const isTorn = traits.skew !== 0 && (person.here().day !== shown.day || stands !== shown.day)
  if (!person.isAnswered() && !traits.signals && random() < 0.5 && !isTorn) await person.answer(shown, traits.accepts)
  else if (plan.withdrawing && person.isGiven() && random() < 0.03) await person.withdraw(shown)
  else if (plan.clearing && random() < 0.01) person.clearCookies()
  await read(sitting, Math.floor(random() * 30))
}

async function read({ living, shown }: Sitting, count: number): Promise<void> {
  // A sign of life within the minute: all of the time counts.
  for (let left = count; left > 0; left -= 50) {
    await living.time.sleep(1_000 * Math.min(left, 50))
    shown.tab.touch()
    living.person.mark(shown, shown.tab.page().scrollY + 800)
  }
}

async function act(sitting: Sitting): Promise<void> {
  const { living } = sitting
  const { plan, random } = living
  const restless = [reload, back, hide, idle, throwAway, leaveOpen]
  if (plan.tabs && random() < 0.2) return await pick(living, [openTab, switchTab, copyTab])(sitting)
  if (plan.offline && random() < 0.1) return await withoutNetwork(sitting)
  if (plan.sleeping && random() < 0.1) return await asleep(sitting)
  if (plan.restless && random() < 0.4) return await pick(living, restless)(sitting)
  return await (random() < 0.3 ? move : follow)(sitting)
}

async function follow(sitting: Sitting): Promise<void> {
  const { living, shown } = sitting
  const path = pick(living, living.paths)
  sitting.kept.push({ page: shown.tab.page(), shown: { path: shown.path, home: shown.home, landing: shown.landing } })
  const here = shown.home
  await load(sitting, {
    path,
    address: addressOf(living.random() < 0.3 ? pick(living, living.homes) : here, path),
    referrer: here,
    way: {},
  })
}

async function move(sitting: Sitting): Promise<void> {
  await moveTo(sitting)
  await look(sitting)
}

/** A router moves to another page. */
async function moveTo({ living, shown }: Sitting): Promise<void> {
  const others = living.paths.filter((path) => path !== shown.path)
  const path = pick(living, others)
  left({ living, shown })
  await shown.tab.move(path)
  living.person.see(shown, path, {})
}

async function reload(sitting: Sitting): Promise<void> {
  const { shown } = sitting
  await load(sitting, { path: shown.path, address: addressOf(shown.home, shown.path), type: 'reload', way: {} })
}

/** Back: out of the cache where it is kept, else loaded again. */
async function back(sitting: Sitting): Promise<void> {
  const { living, shown, kept } = sitting
  const before = kept.pop()
  if (!before) return follow(sitting)
  if (living.random() < 0.5) {
    const { path, home } = before.shown
    return load(sitting, { path, address: addressOf(home, path), type: 'back_forward', referrer: 'https://news.org/', way: {} })
  }
  left(sitting)
  await shown.tab.restore(before.page)
  Object.assign(shown, before.shown)
  living.person.see(shown, before.page.location.pathname, {})
  await look(sitting)
}

/** Another window is in front for a while. */
async function hide(sitting: Sitting): Promise<void> {
  const { living, shown } = sitting
  await away(sitting)
  await living.time.sleep(seconds(living.random() * minutes(40)))
  await shown.tab.show(true)
  living.person.show(shown)
  await read(sitting, 20)
}

async function away(sitting: Sitting): Promise<void> {
  left(sitting)
  await sitting.shown.tab.show(false)
}

/** Nobody is at the screen: a minute of it counts. */
async function idle(sitting: Sitting): Promise<void> {
  const { living } = sitting
  await living.time.sleep(seconds(living.random() * minutes(45)))
  await read(sitting, 10)
}

/** A phone throws away what is hidden, and says nothing; when it is looked at again, it is loaded again. */
async function throwAway(sitting: Sitting): Promise<void> {
  const { living, shown } = sitting
  await away(sitting)
  shown.tab.discard()
  sitting.kept.length = 0
  await living.time.sleep(seconds(living.random() * minutes(60)))
  await reload(sitting)
}

/** It stays open for hours, or over nights. */
async function leaveOpen(sitting: Sitting): Promise<void> {
  const { living, shown } = sitting
  const isHidden = living.random() < 0.5
  if (isHidden) await away(sitting)
  await living.time.sleep(seconds(living.random() ** 2 * days(4)))
  if (isHidden) {
    await shown.tab.show(true)
    living.person.show(shown)
  }
  await read(sitting, 30)
}

async function openTab(sitting: Sitting): Promise<void> {
  const { living } = sitting
  const path = pick(living, living.paths)
  await away(sitting)
  sitting.shown = blank(living.person.browser.tab())
  sitting.open.push(sitting.shown)
  sitting.kept.length = 0
  const referrer = pick(living, living.homes)
  await load(sitting, { path, address: addressOf(pick(living, living.homes), path), referrer, way: {} })
}

/** A copy of the tab, which remembers what the tab does. */
async function copyTab(sitting: Sitting): Promise<void> {
  const { living, shown } = sitting
  await away(sitting)
  sitting.shown = { ...blank(await shown.tab.duplicate()), home: shown.home, landing: shown.landing }
  sitting.open.push(sitting.shown)
  sitting.kept.length = 0
  living.person.see(sitting.shown, shown.path, {})
  await look(sitting)
}

/** The network is gone for a while, in which a router moves on. */
async function withoutNetwork(sitting: Sitting): Promise<void> {
  const { living } = sitting
  const { person, random } = living
  // By a clock that is off, what is told later may be refused.
  if (person.traits.skew !== 0) return follow(sitting)
  await person.goOnline(false)
  for (let step = 0; step < 3; step++) {
    await moveTo(sitting)
    await read(sitting, Math.floor(random() * 60))
  }
  await person.goOnline(true)
}

/** The computer sleeps after a page was seen; as it wakes, a router moves. */
async function asleep(sitting: Sitting): Promise<void> {
  const { living } = sitting
  const { person, time, random } = living
  // Past 11 views nobody knows whether the visit's cookie is still the one that was written here (docs/counting.md).
  if (person.viewsInVisit() > 9) return follow(sitting)
  await follow(sitting)
  const milliseconds = seconds(minutes(10) + random() ** 2 * days(2))
  person.browser.jar.sleep(milliseconds)
  await time.sleep(milliseconds)
  await read(sitting, 5)
  await move(sitting)
}

async function switchTab(sitting: Sitting): Promise<void> {
  const { living, open } = sitting
  const other = open[Math.floor(living.random() * open.length)]!
  if (other === sitting.shown) return follow(sitting)
  await away(sitting)
  sitting.shown = other
  sitting.kept.length = 0
  await other.tab.show(true)
  living.person.show(other)
  await look(sitting)
}
