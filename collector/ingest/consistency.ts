/** What one event says of its browser's past must be possible: else a counter would move that no other event makes up for. */
import type { AcceptEvent, Event, LeaveEvent, ViewEvent } from '../../contract/events.ts'
import type { Site } from '../../contract/site.ts'

export interface Contradiction {
  field: string
  message: string
}

/** The first thing that cannot be as it is said (docs/refusals.md has the list), or undefined. */
export function findContradiction(event: Event, site: Pick<Site, 'detail'>): Contradiction | undefined {
  if (event.type === 'leave') return inLeave(event)
  if (event.type !== 'view' && event.type !== 'accept') return undefined
  return inVisit(event, site) ?? inDay(event) ?? inFirst(event)
}

/** A visit's first view has nothing before it; every other one has. */
function inVisit({ visit, from, overnight, path }: ViewEvent | AcceptEvent, { detail }: Pick<Site, 'detail'>): Contradiction | undefined {
  if (visit === 1 && from !== undefined)
    return { field: 'from', message: 'the first view of a visit cannot have a page before it (`from`)' }
  if (visit === 1 && overnight !== undefined) return { field: 'overnight', message: 'the first view of a visit cannot follow another' }
  if (visit !== undefined && visit > 1 && from === undefined && detail === 'page' && path !== undefined) {
    return { field: 'from', message: 'a view that is not the first of its visit must name the page before it (`from`)' }
  }
  return undefined
}

/** A browser is first seen on a day as a visit starts, or as one goes on over midnight. */
function inDay({ visit, from, overnight, recency, since }: ViewEvent | AcceptEvent): Contradiction | undefined {
  if (recency !== undefined && overnight === 'visit')
    return { field: 'recency', message: 'the view before was on the same day, so this cannot be the first of the day' }
  if (overnight === 'view' && recency !== undefined && recency !== 1) {
    return { field: 'recency', message: 'the view before was yesterday, so the browser was last counted 1 day ago' }
  }
  const goesOn = from !== undefined || (visit !== undefined && visit > 1)
  if (recency !== undefined && goesOn && overnight !== 'view') {
    return { field: 'recency', message: 'a visit that continues within a day cannot be the first of that day' }
  }
  if (since !== undefined && recency === undefined)
    return { field: 'since', message: 'the first view of a week must also be the first of its day' }
  if (since !== undefined && since > 0 && recency === 'new')
    return { field: 'since', message: 'a new browser cannot have an earlier week (`since`)' }
  return undefined
}

/** `first` says of a visit's first view what `recency` says of its browser. */
function inFirst({ visit, first, recency }: ViewEvent | AcceptEvent): Contradiction | undefined {
  if (visit !== 1 || first === undefined) return undefined
  const opened = recency === undefined ? true : recency === 'new' ? 'new' : 'day'
  return first === opened
    ? undefined
    : { field: 'first', message: `with this recency the visit's first view says ${JSON.stringify(opened)}` }
}

/** The deepest tenth never becomes less deep. */
function inLeave({ scroll, had }: LeaveEvent): Contradiction | undefined {
  if (had === undefined || (scroll !== undefined && had <= scroll)) return undefined
  return { field: 'had', message: 'the scroll depth sent before cannot be deeper than the deepest' }
}
