/** One tab at a time: what is read from the cookies is still true when it is written back. */
import { suffix } from './cookies.ts'

/** Runs `act` under a lock that the site's tabs on this origin share; at once where the browser has no locks, or refuses them here. */
export function locked(act: () => void): void {
  let done = false
  const once = () => {
    if (!done) {
      done = true
      act()
    }
  }
  if (navigator.locks) navigator.locks.request(`ff${suffix}`, once).catch(once)
  else once()
}
