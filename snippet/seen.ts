/** Waits until somebody sees the page: a background tab when first seen, a prerendered page (hidden until then) when shown. */

/**
 * Makes a queue of one: `seen(act)` acts at once where the page is visible, else when it becomes so.
 * While one act waits, later ones are dropped: what happened unseen in between is not a view.
 */
export function whenSeen(): (act: () => void) => void {
  let waiting: (() => void) | undefined
  const look = () => {
    if (!waiting || document.hidden) return
    const act = waiting
    waiting = undefined
    act()
  }
  addEventListener('visibilitychange', look)
  return (act) => {
    waiting ||= act
    look()
  }
}
