/** Where the banner stands in a page that other people made: outside its body, above everything, and again where the page takes it away. */
import { quietly } from '../quietly.ts'

/** As often at most: a page, or a reader's own rule, that takes it away each time has the last word. */
const returns = 10

/** Puts `host` into the page; returns what takes it away for good. */
export function mount(host: HTMLElement, opener?: HTMLElement): () => void {
  const dialog = opener && openDialog()
  let left = returns
  const put = () => {
    if (host.isConnected || left-- <= 0) return
    const { documentElement, body } = document
    if (dialog?.isConnected) dialog.append(host)
    else if (body && hydrates()) body.append(host)
    else documentElement.insertBefore(host, body)
    raise(host)
  }
  const observer = new MutationObserver(put)
  const start = () => {
    put()
    observer.observe(document.documentElement, { childList: true })
    if (host.parentElement) observer.observe(host.parentElement, { childList: true })
  }
  // Its end is where a framework that hydrates the whole document bears it, once it is all there.
  if (hydrates() && document.readyState === 'loading') addEventListener('DOMContentLoaded', start, { once: true })
  else start()
  return () => {
    removeEventListener('DOMContentLoaded', start)
    observer.disconnect()
    host.remove()
  }
}

/** Above all that the page has put there: the top layer, where the browser has one for elements like this. */
function raise(host: HTMLElement): void {
  quietly(() => {
    host.popover = 'manual'
    host.showPopover()
  })
}

/** The modal dialog that the visitor pressed the button in: all else is out of reach while it is open. Older browsers cannot tell. */
function openDialog(): Element | undefined {
  return quietly(() => [...document.querySelectorAll('dialog:modal')].pop())
}

/** React 18 throws its server's page away where it finds an element between the head and the body that it did not write. */
function hydrates(): boolean {
  return (
    document.querySelector('script[data-mount="end"]') !== null ||
    ['__remixContext', '__reactRouterContext', '$_TSR'].some((name) => name in window) ||
    Object.keys(document).some((name) => /^__react/.test(name))
  )
}
