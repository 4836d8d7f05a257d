/** `GET /health`: whether the collector works, for whoever asks. */
import type { Health } from '../../contract/health.ts'
import type { PublicHandler } from './route.ts'

export interface HealthDeps {
  health: () => Health | Promise<Health>
}

export function showHealth(deps: HealthDeps): PublicHandler {
  return async (context) => {
    const health = await deps.health()
    return context.json(health satisfies Health, health.ok ? 200 : 503, { 'cache-control': 'no-store' })
  }
}
