/** Judges an event by itself: a mistake in the program costs the one event that meets it, and never its neighbours or the body. */
import { createTrouble } from '../trouble.ts'
import { placesOf } from '../why.ts'
import type { Refusal } from './hit.ts'

/** What `judge` makes of an event; a refusal, counted for the site that it names, where it throws. */
export type Alone = <Judged>(judge: () => Judged, site: () => string | null) => Judged | Refusal

/** `log` is told once of each place in the program, never of what was sent. */
export function createAlone(log: (line: string) => void): Alone {
  const trouble = createTrouble(log, 'events are judged again')
  return (judge, site) => {
    try {
      return judge()
    } catch (error) {
      const places = placesOf(error as Error)
      trouble.is(places, `an event could not be judged and was refused: ${places}`)
      return { reason: 'fault', message: 'the collector could not check this event', site: site() }
    }
  }
}
