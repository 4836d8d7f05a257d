/** One tab at a time: what is read from the cookies is still true when it is written back. */
import { suffix } from './opted.ts'

/**
 * Runs `act` once, under a lock that the site's tabs on this origin share; at once where the browser has no locks or refuses them here,
 * and where the page is left while it waits: another process grants the lock, and the page would be gone by then.
 */
export function locked(act: () => void): void {
  let waiting: (() => void) | undefined = act
  const once = () => {
    removeEventListener('pagehide', once)
    const act = waiting
    waiting = undefined
    act?.()
  }
  addEventListener('pagehide', once)
  navigator.locks?.request(`ff${suffix}`, once).catch(once) ?? once()
}
