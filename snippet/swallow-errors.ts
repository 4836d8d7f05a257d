/** Nothing that fails in the tag may reach the page. */

/** What `act` returns, or undefined where it throws: an uncounted view harms nobody, an exception in the page's own call does. */
export function swallowErrors<Value>(act: () => Value): Value | undefined {
  try {
    return act()
  } catch {}
}

/** Calls `act` at each such event of the window, before the page's own listeners. */
export function on(type: 'pagehide' | 'popstate' | 'visibilitychange', act: () => void): void {
  addEventListener(type, () => swallowErrors(act), true)
}
