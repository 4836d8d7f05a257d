/** `GET /health`: whether the collector works, for whoever asks. */
import type { PublicHandler } from './route.ts'

/** Nothing is counted. */
export interface Standstill {
  /** UTC, as `2026-11-24T09:30:00.000Z`. */
  since: string
  why: string
}

export interface Health {
  /** True once intake accepts and the engine has answered once. */
  ok: boolean
  store: 'up' | 'away' | 'starting'
  version: string
  /** What waits for the store; and for how many seconds the oldest of it waits to be counted. */
  backlog: { bytes: number; seconds: number }
  /** Whether what is taken is being counted. Where it is not, it waits on disk. */
  draining: boolean
  standstill?: Standstill
  /** Batches that the store refuses whenever they are tried. */
  stuck: number
  /** Whether the tag, the dashboard and the demo are built. */
  built: boolean
}

export interface HealthDeps {
  health: () => Health | Promise<Health>
}

export function showHealth(deps: HealthDeps): PublicHandler {
  return async (context) => {
    const health = await deps.health()
    return context.json(health, health.ok ? 200 : 503, { 'cache-control': 'no-store' })
  }
}
