/** The same visits as two other kinds of analytics keep them: rows of events under a hash of the day, or under an id. */
import type { Known } from './link.ts'
import type { World } from './world.ts'

const anyDay: ReadonlyMap<number, number> = new Map(Array.from({ length: 31 }, (_, index) => [index + 1, 1 / (index + 1)]))
const none: ReadonlyMap<number, number> = new Map()

/** A row for each visit: the hash of a day's salt, address and agent is the same all day long. */
export function dayHashRows({ moments }: World): Known[] {
  const seen = new Set<string>()
  return moments.flatMap(({ sighting }, growth) => {
    if (!sighting) return []
    const hash = `${sighting.who} ${sighting.day}`
    const again = seen.has(hash)
    seen.add(hash)
    const { day, values } = sighting
    return {
      day,
      growth,
      kind: again ? 'again' : 'first of the day',
      values: [...values],
      alone: true,
      ago: again ? none : anyDay,
      hash,
      truth: sighting,
    }
  })
}

/** A row for each visit with the id of a cookie. */
export const idRows = (world: World): Known[] => dayHashRows(world).map((row) => ({ ...row, id: String(row.truth.who) }))
