/** Decides once, as the script runs, what it does on this page: count and ask, report a host that is not the site's, or nothing. */
import { arrival } from './arrival.ts'
import { ask } from './ask.ts'
import { countView } from './counter.ts'
import { sendEvent } from './events.ts'
import { asPage } from './frame.ts'
import { watchRouter } from './router.ts'
import { pages } from './seen-page.ts'
import { base, host, mark, settings } from './settings.ts'
import { swallowErrors } from './swallow-errors.ts'
import { whenVisible } from './visibility.ts'

/** Starts on this page. A second tag of the same site does what the first one has left for it in the window, and counts nothing more. */
export function start(): void {
  if (!host) return
  if (!base) console.warn('Footfall needs data-collector')
  else if (settings.hosts.includes(host)) asPage(() => (marks[mark] ?? count)())
  else (marks[mark] ?? stray)()
}

const marks = window as unknown as Record<string, (() => void) | undefined>

function stray(): void {
  marks[mark] = () => {}
  whenVisible(() => sendEvent('stray', false, {}))
}

function count(): void {
  // A document that is written anew has lost its listeners, and the question.
  marks[mark] = () => {
    addEventListener('click', onClick, true)
    ask()
  }
  pages.view = countView
  whenVisible(() => countView(arrival()))
  watchRouter()
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
    ask(opener)
  })
