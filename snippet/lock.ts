/** One tab at a time: what is read from the cookies is still true when it is written back. */
import { suffix } from './opted.ts'

/**
 * Runs `act` once, under a lock that the site's tabs on this origin share; at once where the browser has no locks or refuses them here,
 * and where the page is left while it waits: another process grants the lock, and the page would be gone by then.
 */
export function locked(act: () => void): void {
  let done = false
  const once = () => {
    if (!done) {
      done = true
      removeEventListener('pagehide', once)
      act()
    }
  }
  if (navigator.locks) {
    addEventListener('pagehide', once)
    navigator.locks.request(`ff${suffix}`, once).catch(once)
  } else once()
}
