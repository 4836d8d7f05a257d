/** Deletes sign-in links and sessions that have ended: nobody comes in by them any more. Ended read keys go when keys are listed. */
import { expired } from '../accounts/expired.ts'
import type { Clock, SettingsStore } from '../ports.ts'
import type { Did } from './job.ts'

export async function purge({ settings, clock }: { settings: SettingsStore; clock: Clock }): Promise<Did> {
  const deleted = async (statement: string) => (await settings.all(`${statement} RETURNING 1`, clock.now())).length
  return { links: await deleted(expired.links), sessions: await deleted(expired.sessions) }
}
