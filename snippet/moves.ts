/** Notices new pages within one document: a router's moves, and a return from the back/forward cache. */

/**
 * Calls `act` after each move to another path by the History API.
 * A change of query or fragment alone is the same page: anchors and filters are not views.
 */
export function onMove(act: () => void): void {
  let path = location.pathname
  const look = () => {
    if (location.pathname === path) return
    path = location.pathname
    act()
  }
  const { pushState } = history
  history.pushState = function (...given) {
    pushState.apply(this, given)
    quietly(look)
  }
  addEventListener('popstate', () => quietly(look))
}

/** Calls `act` when the page is shown again out of the back/forward cache, where no script runs anew. */
export function onReturn(act: () => void): void {
  addEventListener('pageshow', (event) => {
    if (event.persisted) quietly(act)
  })
}

// The page's own call must not fail for our sake.
function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // Nothing to do: an uncounted view harms nobody.
  }
}
