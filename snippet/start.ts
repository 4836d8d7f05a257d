/** Decides once, as the script runs, what this page does: count and ask, tell of a stray host, or nothing. */
import { countView } from './counter.ts'
import { tell } from './events.ts'
import { asPage } from './frame.ts'
import { ask, leave, measure, openBanner } from './lazy.ts'
import { onReturn, watchMoves } from './moves.ts'
import { arrival } from './page.ts'
import { quietly } from './quietly.ts'
import { whenSeen } from './seen.ts'
import { pages } from './seen-page.ts'
import { base, host, mark, settings } from './settings.ts'

/** Starts on this page; a second tag of the same site counts nothing more. */
export function start(): void {
  if (!host) return
  if (!base) console.warn('Footfall: the tag needs data-collector')
  else if (!settings.hosts.includes(host)) once(() => whenSeen()(() => tell('stray', false, {})))
  else asPage(() => once(count))
}

function count(): void {
  const seen = whenSeen()
  const view: typeof countView = (...page) => {
    countView(...page)
    ask()
    measure()
  }
  // `isOver`: it was seen, and is hidden just now.
  const viewAgain = (isOver?: boolean) => (isOver ? view() : seen(view))
  pages.onTold = measure
  pages.view = view
  seen(() => view(arrival()))
  pages.settle = watchMoves(leave, viewAgain)
  onReturn(viewAgain)
  listen()
  // A document that is written anew has lost its listeners, and the question.
  marks[mark] = () => {
    listen()
    ask()
  }
}

function listen(): void {
  // Before the page's own listeners, some of which let no click through; and into what components hide from the page.
  addEventListener('click', onClick, true)
}

const onClick = (event: MouseEvent) => quietly(() => openFrom(event))

function openFrom(event: MouseEvent): void {
  const opener = event.composedPath().find((each) => (each as HTMLElement).dataset?.footfall === 'consent') as HTMLElement | undefined
  if (!opener) return
  event.preventDefault()
  // Some routers follow a link whatever was prevented.
  if ('href' in opener) event.stopImmediatePropagation()
  openBanner(opener)
}

const marks = window as unknown as Record<string, () => void>

/** For the first tag of this site in this window. */
function once(act: () => void): void {
  const again = marks[mark]
  if (again) again()
  else {
    marks[mark] = () => {}
    act()
  }
}
