/** Forgets what a yes had let be kept. */
import { writeCookie } from './cookies.ts'
import { forgetPaths } from './seen-paths.ts'

/** What this browser and this tab have kept of visits. The answer itself stays. */
export function forgetVisits(): void {
  const names = ['visit', 'seen', 'since'] as const
  names.map((name) => writeCookie(name, '', 0))
  forgetPaths()
}
