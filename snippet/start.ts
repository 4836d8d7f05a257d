/** Decides once, as the script runs, what it does on this page: count and ask, report a host that is not the site's, or nothing. */
import { arrival } from './arrival.ts'
import { ask, openBanner } from './ask.ts'
import { countView } from './counter.ts'
import { sendEvent } from './events.ts'
import { asPage } from './frame.ts'
import { watchRouter } from './router.ts'
import { pages } from './seen-page.ts'
import { base, host, mark, settings } from './settings.ts'
import { swallowErrors } from './swallow-errors.ts'
import { visibleQueue } from './visibility.ts'

/** Starts on this page; a second tag of the same site counts nothing more. */
export function start(): void {
  if (!host) return
  if (!base) console.warn('Footfall needs data-collector')
  else if (settings.hosts.includes(host)) asPage(() => once(count))
  else once(() => visibleQueue()(() => sendEvent('stray', false, {})))
}

function count(): void {
  const seen = visibleQueue()
  // `isOver`: it was seen, and is hidden just now.
  const viewAgain = (isOver?: boolean) => (isOver ? countView() : seen(countView))
  pages.view = countView
  seen(() => countView(arrival()))
  watchRouter(viewAgain)
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

const onClick = (event: MouseEvent) =>
  swallowErrors(() => {
    const opener = event.composedPath().find((each) => (each as HTMLElement).dataset?.footfall === 'consent') as HTMLElement | undefined
    if (!opener) return
    event.preventDefault()
    // Some routers follow a link whatever was prevented.
    if ('href' in opener) event.stopImmediatePropagation()
    openBanner(opener)
  })

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
