/** The pages of the sample city: how often each is entered by, and by which season and event it is wanted more. */
import { choiceOf, type Random, type WeightedValues } from './random.ts'

type Season = 'spring' | 'summer' | 'autumn' | 'winter'

interface Page {
  path: string
  /** How often visits begin here, and how often they come here from another page. */
  entered: number
  visited: number
  season?: Season
  /** Seconds that half of the readers stay less than. */
  seconds: number
}

const page = (path: string, entered: number, visited: number, seconds: number, season?: Season): Page =>
  season ? { path, entered, visited, seconds, season } : { path, entered, visited, seconds }

export const stormPath = '/alerts/storm-closures'
export const budgetPath = '/council/budget-2027'

const pages: readonly Page[] = [
  page('/', 30, 16, 25),
  page('/parks', 7, 9, 45, 'summer'),
  page('/parks/riverside', 5, 6, 60, 'summer'),
  page('/parks/ice-rink', 2, 3, 70, 'winter'),
  page('/permits', 6, 8, 50),
  page('/permits/building', 5, 6, 140),
  page('/permits/parking', 6, 5, 95),
  page('/library', 7, 6, 40),
  page('/library/catalogue', 4, 8, 110),
  page('/library/hours', 5, 3, 20),
  page('/library/summer-reading', 2, 3, 90, 'summer'),
  page('/council', 2, 4, 40),
  page('/council/meetings', 3, 4, 75),
  page(budgetPath, 1, 2, 200, 'autumn'),
  page('/news', 4, 8, 40),
  page('/news/bridge-reopens', 2, 2, 85),
  page('/services/waste', 7, 5, 35),
  page('/services/waste/calendar', 6, 5, 30),
  page('/services/waste/leaf-pickup', 2, 2, 40, 'autumn'),
  page('/services/snow', 2, 2, 45, 'winter'),
  page('/services/report-a-problem', 4, 4, 130),
  page('/taxes/pay', 3, 4, 160, 'spring'),
  page('/jobs', 4, 3, 80),
  page('/transit', 4, 3, 40),
  page('/transit/routes', 3, 4, 70),
  page('/contact', 2, 6, 35),
  page('/search', 0, 7, 20),
  page(stormPath, 0, 1, 55),
]

export const secondsOn = new Map(pages.map(({ path, seconds }) => [path, seconds]))

/** What a day's visitors want: fixed for all days of a season. */
interface Wanted {
  entered: WeightedValues<string>
  visited: WeightedValues<string>
  /** The same within one part of the site: most go on to a page near by. */
  near: Map<string, WeightedValues<string>>
}

const seasons: readonly Season[] = ['winter', 'spring', 'summer', 'autumn']
const wanted = seasons.map((season): Wanted => {
  const weight = (given: Page) => (given.season === undefined ? 1 : given.season === season ? 2.2 : 0.4)
  const parts = Map.groupBy(pages, ({ path }) => partOf(path))
  return {
    entered: choiceOf(pages.map((each) => [each.path, each.entered * weight(each)])),
    visited: choiceOf(pages.map((each) => [each.path, each.visited * weight(each)])),
    near: new Map([...parts].map(([part, list]) => [part, choiceOf(list.map((each) => [each.path, each.visited * weight(each)]))])),
  }
})

function partOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** By month 1…12: winter is December to February. */
function wantedIn(month: number): Wanted {
  return wanted[Math.floor((month % 12) / 3)] as Wanted
}

export function entryPage(random: Random, month: number): string {
  return random.pick(wantedIn(month).entered)
}

/** Where a visit goes on to from `path`: mostly near by, never to the page itself but for a reload now and then. */
export function nextPage(random: Random, month: number, path: string): string {
  const { near, visited } = wantedIn(month)
  const around = near.get(partOf(path))
  const chosen = random.pick(around && around.values.length > 1 && random.chance(0.6) ? around : visited)
  return chosen === path && random.chance(0.9) ? nextPage(random, month, path) : chosen
}
