/** Waits until somebody sees the page: a background tab when it is first shown, a prerendered page (hidden until then) when it is gone to. */

/**
 * Makes a queue of one: `whenVisible(act)` acts at once where the page is visible, else when it becomes so.
 * While one act waits, later ones are dropped: what happened unseen in between is not a view.
 */
export function visibleQueue(): (act: () => void) => void {
  let waiting: (() => void) | undefined
  const look = () => {
    if (document.hidden) return
    const act = waiting
    waiting = undefined
    act?.()
  }
  // Not before the page's listeners: the router's last move is settled first, or it would be counted beside the view that waits.
  addEventListener('visibilitychange', look)
  return (act) => {
    waiting ||= act
    look()
  }
}
