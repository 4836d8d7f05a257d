/** A world: browsers with the real tag, a real collector that is drained and restarted as days go by, and all that was true. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../../collector/ports.ts'
import { addDays, localTime } from '../../contract/day.ts'
import type { Site } from '../../contract/site.ts'
import { siteOf } from '../kit/ingest.ts'
import { randomOf } from '../kit/random.ts'
import { openBrowser } from '../kit/simulated/browser.ts'
import { type Clock, dateOf } from '../kit/simulated/clock.ts'
import { bundlesOf, days } from '../kit/simulated/site.ts'
import { inMemory } from '../kit/temporary.ts'
import { bads, strangersPlace } from './bad.ts'
import { type Collector, openCollector } from './collector.ts'
import { live, spring } from './life.ts'
import { createPerson, type Traits } from './person.ts'
import type { Plan } from './plan.ts'
import { type Known, truthsOf, type World } from './reference.ts'
import { createTime, type Time } from './time.ts'

export interface Lived extends World {
  plan: Plan
  site: Site
  collector: Collector
  time: Time
  end(): Promise<void>
}

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
]
const places = [
  { zone: 'America/Chicago', language: 'en-US' },
  { zone: 'Europe/Madrid', language: 'es-ES' },
  { zone: 'Asia/Tokyo', language: 'ja-JP' },
]
const paths = ['/', '/parks', '/permits', '/library', '/news', '/jobs', '/rare']
const habits = [0.2, 0.8, 2, 6, 20, 45]
let worlds = 0

/** What the counting cannot know (docs/counting.md, Known differences): worlds with any of these are told wrong by some percent. */
export interface Flaws {
  /** A share of events that never arrive. */
  lost: number
  /** A share of what is told as a page is left that never arrives. */
  cut: number
  /** A share of browsers that keep for a week what a page writes, as Safari does. */
  forgetful: number
  /** A share of visits that begin in two tabs in the same instant, in browsers without Web Locks. */
  together: number
}

const none: Flaws = { lost: 0, cut: 0, forgetful: 0, together: 0 }

/** Lives the plan to its end: everything that happened is in the store. The same plan makes the same world. */
export async function worldOf(plan: Plan, store: Store, flaws: Partial<Flaws> = {}): Promise<Lived> {
  const domain = `world-${process.pid}-${++worlds}.example`
  const hosts = plan.hosts ? [domain, `www.${domain}`, `app.${domain}`] : [domain]
  const site = siteOf({ domain, hosts, zone: plan.zone, baseline: plan.baseline, detail: plan.detail, campaigns: Object.values(spring) })
  const folder = mkdtempSync(join(inMemory, 'footfall-oracle-'))
  const start = Date.parse(`${plan.start}T00:00:00Z`)
  const time = createTime(start)
  const collector = await openCollector({ folder, store, site, clock: { now: () => time.now } })
  const known: Known = { seen: [], used: [], scrolled: [], timed: [], choices: [], harmed: [] }
  for (let number = 0; number < plan.browsers; number++)
    await settle({ plan, time, site, known, collector, flaws: { ...none, ...flaws }, number })
  goOn({ plan, time, collector })
  const end = async () => {
    await collector.close()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await time.run()
    await collector.drained()
  } catch (error) {
    await end()
    throw error
  }
  return { ...known, truths: truthsOf(known.seen), plan, site, collector, time, end }
}

/** The collector's days: what came goes into the store each night or two, and now and then it is restarted. */
function goOn({ plan, time, collector }: { plan: Plan; time: Time; collector: Collector }): void {
  const random = randomOf(plan.seed + 1)
  const begin = time.now
  for (let day = 1; day <= plan.days + 1; day += 1 + Math.floor(random() * 2)) {
    time.at(begin + days(day) + random() * days(0.5), () => void time.during(collector.drained()))
  }
  for (let count = 0; count < plan.restarts; count++) {
    time.at(begin + random() * days(plan.days), () => void time.during(collector.restart()))
  }
}

interface Settling {
  plan: Plan
  time: Time
  site: Site
  known: Known
  collector: Collector
  flaws: Flaws
  number: number
}

async function settle({ plan, time, site, known, collector, flaws, number }: Settling): Promise<void> {
  const random = randomOf(plan.seed * 1_009 + number)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() ** 1.5 * values.length)]!
  const traits: Traits = {
    number,
    userAgent: pick(agents),
    address: addressOf(number),
    ...pick(places),
    skew: plan.skew ? skewOf(random) : 0,
    accepts: random() < plan.consent,
    signals: random() < 0.05,
    tellsBefore: random() < 0.5,
    keeps: number < flaws.forgetful * plan.browsers ? days(7) : Number.POSITIVE_INFINITY,
  }
  const browser = openBrowser({
    bundles: await bundlesOf({ site: site.domain, hosts: site.hosts, zone: plan.zone, baseline: plan.baseline, detail: plan.detail }),
    now: 0,
    clock: clockOf(time, traits.skew),
    zone: traits.zone,
    language: traits.language,
    cookieMilliseconds: traits.keeps,
    tellsBefore: traits.tellsBefore,
    navigator: traits.signals ? { globalPrivacyControl: true } : {},
    answer: (event) => time.during(send(event)),
  })
  const losing = randomOf(plan.seed * 2_003 + number)
  const send = async (event: { type?: unknown }) => {
    if (losing() < (event.type === 'leave' ? Math.max(flaws.lost, flaws.cut) : flaws.lost)) return null
    const response = await collector.post(event, traits)
    const refused = response.headers.get('footfall-refused')
    // Only what a clock a year off says is refused of what a tag sends.
    if (refused && !(refused === 'clock' && Math.abs(traits.skew) > days(1))) throw new Error(`${refused}: ${JSON.stringify(event)}`)
    if (plan.bad && random() < 0.05) await misbehave({ time, site, known, collector }, pick(bads))
    if (response.status === 202 && 'action' in event) {
      known.choices.push({ day: localTime(plan.zone, time.now).day, action: String(event.action) })
    }
    return response.status
  }
  const person = createPerson(traits, { time, site, known, browser })
  const end = time.now + days(plan.days)
  const habit = days(pick(habits))
  const begin = time.now + 1_000 * Math.floor((random() * Math.min(days(plan.days), 2 * habit)) / 1_000)
  time.live(begin, () =>
    live({ person, plan, time, random, homes: site.hosts.map((host) => `https://${host}/`), paths, habit, end, together: flaws.together }),
  )
}

/** Somebody sends what no tag would. */
async function misbehave(
  { time, site, known, collector }: Pick<Settling, 'time' | 'site' | 'known' | 'collector'>,
  { refused, event }: (typeof bads)[number],
): Promise<void> {
  if (site.detail === 'domain') return
  const { day } = localTime(site.zone, time.now)
  const always = { v: 1, site: site.domain, host: site.domain, consent: true }
  const response = await collector.post({ ...always, ...event(day) }, strangersPlace)
  const why = response.headers.get('footfall-refused')
  if (why !== refused) throw new Error(`${why}, not ${refused}: ${JSON.stringify(event(day))}`)
  // An overnight one counts on the day before too.
  if (refused === null) known.harmed.push(day, addDays(day, -1))
}

/** Every third of them sits in one office; the others have networks of their own. */
function addressOf(number: number): string {
  return number % 3 === 0 ? `20.255.0.${number % 250}` : `20.${number >> 8}.${number & 255}.7`
}

/** Most clocks are right, some are hours off, a few a year. */
function skewOf(random: () => number): number {
  const kind = random()
  if (kind < 0.6) return 0
  if (kind < 0.95) return 1_000 * Math.floor((random() - 0.5) * 40 * 3_600)
  return days(kind < 0.975 ? 365 : -365)
}

function clockOf(time: Time, skew: number): Clock {
  const clock: Clock = {
    get now() {
      return time.now + skew
    },
    advance: time.sleep,
    setTimeout: (act, milliseconds) => time.at(time.now + milliseconds, act),
    Date,
  }
  clock.Date = dateOf(clock)
  return clock
}
