/** Half a year of a city's web site: every view in order of time, with all that no counter is told. */
import { choiceOf, randomOf } from '../../collector/sample/random.ts'
import type { Assumptions } from './assumptions.ts'
import { type Browsing, browse, type Life } from './browse.ts'
import { dayLength, days, isWeekday, start } from './calendar.ts'
import { numbers } from './devices.ts'
import { cityOf, type Person, type School } from './people.ts'
import type { View } from './view.ts'

export interface World {
  views: View[]
  given: Assumptions
}

/** The same assumptions make the same world. */
export function worldOf(given: Assumptions): World {
  const random = randomOf(given.seed)
  const own = numbers()
  const life: Life = { random, given, views: [], next: own.next }
  const { people, schools } = cityOf(random, own, given)
  const plans = [...people.flatMap((person) => plansOf(life, person)), ...schools.flatMap((school) => lessonsOf(life, school))]
  // In order of time, since a shared computer's cookies are whatever its last reader left.
  for (const plan of plans.sort((one, other) => one.at - other.at)) browse(life, placeOf(life, plan))
  return { views: life.views.sort((one, other) => one.at - other.at), given }
}

/** Who comes, when. */
interface Plan {
  person: Person
  at: number
}

const hours = choiceOf<number>(
  [6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23].map((hour) => [hour, hour < 8 || hour > 21 ? 0.4 : 1]),
)

function plansOf(life: Life, person: Person): Plan[] {
  const { random } = life
  const plans: Plan[] = []
  // Half of those who come again did so before the world began; the others begin some day.
  let day = person.habit === null || random.chance(0.5) ? random.next() * days : random.next() * Math.min(days, person.habit)
  while (day < days) {
    const at = momentOf(life, Math.floor(day))
    plans.push({ person, at })
    if (random.chance(0.06)) plans.push({ person, at: at + Math.round(3_600 + random.next() * 18_000) * 1_000 })
    if (person.habit === null || random.chance(0.03)) break
    day = Math.floor(day) + Math.max(1, Math.round(random.skewed(person.habit, 0.5)))
  }
  return plans
}

function momentOf({ random }: Life, day: number): number {
  return start + day * dayLength + random.pick(hours) * 3_600_000 + random.whole(0, 3_599) * 1_000
}

function placeOf({ random, given }: Life, { person, at }: Plan): Browsing {
  const { office } = person
  const hour = Math.floor((at % dayLength) / 3_600_000)
  if (office && isWeekday(at) && hour >= 8 && hour < 17 && random.chance(0.6)) return { person, at, ...office }
  const byPhone = person.phone && (!person.computer || random.chance(given.phoneShare))
  if (!byPhone || !person.phone) return { person, at, device: person.computer ?? person.phone!, network: person.home }
  return { person, at, device: person.phone, network: random.chance(given.onCarrier) ? person.carrier : person.home }
}

/** A lesson on some school days: a class behind one address, on machines that are all the same. */
function lessonsOf({ random, given }: Life, { pupils }: School): Plan[] {
  const plans: Plan[] = []
  for (let day = 0; day < days; day++) {
    const morning = start + day * dayLength
    if (!isWeekday(morning) || !random.chance(given.lessons)) continue
    const bell = morning + random.whole(8, 13) * 3_600_000
    const first = random.whole(0, Math.floor(pupils.length / classSize) - 1) * classSize
    for (const person of pupils.slice(first, first + classSize)) {
      plans.push({ person, at: bell + random.whole(0, 2_400) * 1_000 })
    }
  }
  return plans
}

const classSize = 25
