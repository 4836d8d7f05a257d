/** Waits until somebody sees the page: a background tab when it is first shown, a prerendered page (hidden until then) when it is gone to. */

let waiting: (() => void) | undefined

/** Acts at once where the page is visible, else when it becomes so. While one act waits, later ones are dropped: what happened unseen is not a view. */
export function whenVisible(act: () => void): void {
  waiting ||= act
  // Not before the page's listeners: the router's last move is settled first, or it would be counted beside the view that waits.
  addEventListener('visibilitychange', look)
  look()
}

function look(): void {
  if (document.hidden) return
  const act = waiting
  waiting = undefined
  act?.()
}
