/** Posts the page requests of a combined-format log to a collector as consented views without `day`, as if each sender had sent them. */
import { run } from '../../test/kit/load.ts'
import { type PageRequest, pageRequests } from './combined-log.ts'

export interface Replayed {
  sent: number
  taken: number
  refused: Record<string, number>
}

/** The collector must believe `X-Forwarded-For` from here (FOOTFALL_PROXIES=127.0.0.1). */
export async function replay(log: string, { port, site }: { port: number; site: string }): Promise<Replayed> {
  const requests = pageRequests(log)
  const replayed: Replayed = { sent: 0, taken: 0, refused: {} }
  await run({
    port,
    connections: 16,
    next: () => {
      const { value, done } = requests.next()
      return done ? null : post(value, site)
    },
    done: (_post, outcome) => {
      replayed.sent++
      if (outcome === 'unknown') throw new Error('the collector broke the connection')
      if (outcome.status === 202) replayed.taken++
      else replayed.refused[outcome.refused ?? outcome.status] = (replayed.refused[outcome.refused ?? outcome.status] ?? 0) + 1
    },
  })
  return replayed
}

function post({ address, path, referrer, userAgent }: PageRequest, site: string): { body: string; headers: Record<string, string> } {
  const event = { v: 1, site, host: site, type: 'view', consent: true, path, ...(referrer ? { referrer } : {}) }
  return { body: JSON.stringify(event), headers: { 'x-forwarded-for': address, 'user-agent': userAgent } }
}
