/** Where the banner stands in a page that other people made: outside its body, above everything, and again where the page takes it away. */
import { bannerReturns } from '../../contract/limits.ts'
import { swallowErrors } from '../swallow-errors.ts'

/** Puts `host` into the page; returns what takes it away for good. */
export function mount(host: HTMLElement, opener?: HTMLElement): () => void {
  const dialog = opener && openDialog()
  let left = bannerReturns
  const put = () => {
    if (host.isConnected || left-- <= 0) return
    const { documentElement, body } = document
    if (dialog?.isConnected) dialog.append(host)
    else if (body && hydrates()) body.append(host)
    else documentElement.insertBefore(host, body)
    raise(host)
    for (const each of [document, documentElement, host.parentElement!]) observer.observe(each, { childList: true })
  }
  const observer = new MutationObserver(put)
  // Its end is where a framework that hydrates the whole document bears it, once it is all there.
  if (hydrates() && document.readyState === 'loading') addEventListener('DOMContentLoaded', put, { once: true })
  else put()
  return () => {
    removeEventListener('DOMContentLoaded', put)
    observer.disconnect()
    host.remove()
  }
}

/** Above all that the page has put there: the top layer, where the browser has one for elements like this. */
function raise(host: HTMLElement): void {
  swallowErrors(() => {
    host.popover = 'manual'
    host.showPopover()
  })
}

/** The modal dialog, or what fills the screen, that the visitor pressed the button in: all else is then out of reach. Older browsers cannot tell. */
function openDialog(): Element | undefined {
  return swallowErrors(() => [...document.querySelectorAll(':modal')].pop())
}

/** React 18 throws its server's page away where it finds an element between the head and the body that it did not write. */
function hydrates(): boolean {
  return (
    document.querySelector('script[data-mount="end"]') !== null ||
    // Of Remix, React Router and TanStack Start before they hydrate, and of React itself.
    [...Object.keys(window), ...Object.keys(document)].some((name) => /^(__remixC|__react(Router)?Cont|\$_TSR)/.test(name))
  )
}
