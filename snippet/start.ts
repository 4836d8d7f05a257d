/** Decides once, as the script runs, what this page does: count and ask, tell of a stray host, or nothing. */
import { countView } from './counter.ts'
import { tell } from './events.ts'
import { ask, leave, measure, openBanner } from './lazy.ts'
import { onMove, onReturn } from './moves.ts'
import { type Arrival, arrival, moved } from './page.ts'
import { whenSeen } from './seen.ts'
import { pages } from './seen-page.ts'
import { base, host, settings } from './settings.ts'

/** Starts on this page; a second tag of the same site does nothing. */
export function start(): void {
  if (!host || !base || !isFirstTag()) return
  const seen = whenSeen()
  if (settings.hosts.includes(host)) count(seen)
  else seen(() => tell('stray', false, {}))
}

function count(seen: ReturnType<typeof whenSeen>): void {
  const view = (come: Arrival) =>
    seen(() => {
      countView(come)
      ask()
      measure()
    })
  pages.onTold = measure
  view(arrival())
  onMove(leave, () => view(moved))
  onReturn(() => view(moved))
  addEventListener('click', (event) => {
    const opener = (event.target as Element).closest?.<HTMLElement>('[data-footfall=consent]')
    if (!opener) return
    event.preventDefault()
    openBanner(opener)
  })
}

/** True for the first tag of this site in this document. */
function isFirstTag(): boolean {
  const marks = self as unknown as Record<string, true>
  const mark = `footfall ${settings.site}`
  if (marks[mark]) return false
  marks[mark] = true
  return true
}
