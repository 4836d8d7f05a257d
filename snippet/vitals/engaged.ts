/** How a page is used while it is seen: engaged seconds, and the deepest tenth that was scrolled to. */
import { engagedSeconds, idleSeconds } from '../limits.ts'

let since = 0
let isVisible = true
let milliseconds = 0
let deepest = 0
let had: number | undefined

/** Time counts while the page is visible and somebody was active in the last minute. */
function mark(): void {
  const now = Date.now()
  const passed = now - since
  if (isVisible && passed > 0) milliseconds += Math.min(passed, idleSeconds * 1_000)
  since = now
  isVisible = !document.hidden
  deepest = Math.max(deepest, scrollY + innerHeight)
}

/** Watches what somebody does, for as long as the document lives. */
export function watchEngaged(): void {
  for (const sign of ['scroll', 'pointermove', 'pointerdown', 'keydown', 'touchmove', 'visibilitychange']) {
    addEventListener(sign, mark, { capture: true, passive: true })
  }
}

/** Another page is seen, since `at`. */
export function renewEngaged(at: number): void {
  since = at
  isVisible = !document.hidden
  milliseconds = deepest = 0
  had = undefined
}

/** What is new since it was last asked: seconds, the deepest tenth and the one told before; undefined where nothing is. */
export function takeEngaged(): { seconds: number; scroll: number; had: number | undefined } | undefined {
  mark()
  const seconds = Math.min(engagedSeconds, Math.floor(milliseconds / 1_000))
  const tenth = Math.floor((10 * deepest) / document.documentElement.scrollHeight) || 0
  // A page that grew is not less read than it was.
  const scroll = Math.max(had ?? 0, Math.min(10, tenth))
  const used = seconds || scroll !== had ? { seconds, scroll, had } : undefined
  milliseconds -= seconds * 1_000
  had = scroll
  return used
}
