/** Notices new pages within one document: a router's moves, and a return from the back/forward cache. */
import { quietly } from './quietly.ts'

/**
 * Calls `act` after each move to another path by the History API, and `before` as the old one is left.
 * A change of query or fragment alone is the same page: anchors and filters are not views. A replaced state is
 * the page giving itself another name.
 */
export function onMove(before: () => void, act: () => void): void {
  let path = location.pathname
  const look = (isMove: boolean) => {
    const moved = location.pathname !== path
    path = location.pathname
    if (!isMove || !moved) return
    before()
    quietly(act)
  }
  after('pushState', () => look(true))
  after('replaceState', () => look(false))
  addEventListener('popstate', () => look(true))
}

/** Lets `act` follow each call of the page to one of the history's two methods. */
function after(name: 'pushState' | 'replaceState', act: () => void): void {
  const original = history[name]
  history[name] = function (...given) {
    original.apply(this, given)
    act()
  }
}

/** Calls `act` when the page is shown again out of the back/forward cache, where no script runs anew. */
export function onReturn(act: () => void): void {
  addEventListener('pageshow', (event) => {
    if (event.persisted) quietly(act)
  })
}
