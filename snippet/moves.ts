/** Notices new pages within one document: a router's moves, the page's own word, and a return from the back/forward cache. */
import { pathOf } from './address.ts'
import { moveMilliseconds } from './limits.ts'
import { navigation } from './loaded.ts'
import { replaceViews } from './opted.ts'
import { quietly } from './quietly.ts'
import { pages } from './seen-page.ts'

// Null: the page has only changed the entry's own state.
type CurrentEntryChange = Event & { navigationType: string | null }

/**
 * A move is counted under the address that stands a moment later, or as the page is hidden or left: so a redirect inside an app, and a
 * search box that moves at each key, is one view. Inside the page's own call nothing is done but a note.
 * A change of query or fragment alone is the same page, and a replaced state is the page giving itself another name: anchors, filters and
 * routers that tidy up are no views.
 * `before` is called as the page before is left, with the moment since when; `act` then, with true where the page is hidden just now.
 * Returns what counts at once a move that waits.
 */
export function watchMoves(before: (at: number) => void, act: (isOver?: boolean) => void): () => void {
  let stood = pathOf()
  let timer: ReturnType<typeof setTimeout> | undefined

  const settle = (isOver?: boolean) => {
    const { movedAt, first } = pages
    const path = pathOf()
    const isOther = movedAt && first && path !== stood
    pages.movedAt = undefined
    stood = path
    if (isOther) {
      before(movedAt)
      act(isOver)
    }
  }
  const note = (type?: string) => {
    if (replaceViews || type !== 'replace') pages.movedAt ??= Date.now()
    clearTimeout(timer)
    timer = setTimeout(() => quietly(settle), moveMilliseconds)
  }
  if (navigation) {
    navigation.addEventListener('currententrychange', (event) => {
      const { navigationType } = event as CurrentEntryChange
      if (navigationType) note(navigationType)
    })
  } else watchHistory(note)
  addEventListener('visibilitychange', () => quietly(() => settle(document.hidden)), true)
  addEventListener('pagehide', () => quietly(settle), true)
  return settle
}

/** In older browsers: lets `note` follow each call of the page to the history's two methods, and each step back or forward. */
function watchHistory(note: (type?: string) => void): void {
  addEventListener('popstate', () => note(), true)
  for (const type of ['push', 'replace'] as const) {
    const original = history[`${type}State`]
    history[`${type}State`] = function (...given) {
      original.apply(this, given)
      note(type)
    }
  }
}

/** Calls `act` when the page is shown again out of the back/forward cache, where no script runs anew. */
export function onReturn(act: () => void): void {
  addEventListener('pageshow', (event) => {
    if (event.persisted) quietly(act)
  })
}
