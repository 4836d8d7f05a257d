/** The edge's entry: requests, and the spool's objects. */
import { edgeStore } from './clickhouse.ts'
import { type Env, readEnv, SettingsWrong } from './env.ts'
import { type Home, openHome } from './home.ts'
import { openSettings } from './settings.ts'
import { createShards } from './shards.ts'

export { SpoolShard } from './shard.ts'

// As in wrangler.toml.
const hourly = '7 * * * *'

// One for the isolate's life; where it cannot be opened now, the next request tries again.
let home: Promise<Home> | null = null

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    home ??= openHome(env, new URL(request.url).origin)
    try {
      return await (await home).fetch(request, context)
    } catch (error) {
      home = null
      const why = error instanceof SettingsWrong ? error.message : 'the settings do not answer now'
      console.error(`the collector cannot be opened: ${(error as Error).stack ?? error}`)
      return Response.json({ error: { code: 'unavailable', message: why } }, { status: 503, headers: { 'retry-after': '5' } })
    }
  },
  /** Every few minutes looks that nothing waits in vain; hourly folds. */
  async scheduled(event: ScheduledController, env: Env): Promise<void> {
    const shards = createShards(await placeOf(env))
    await shards.watch()
    if (event.cron !== hourly) return
    const cells = await shards.fold()
    if (cells > 0) console.log(`folded ${cells} cells of days that are over`)
  },
} satisfies ExportedHandler<Env>

async function placeOf(env: Env) {
  return { settings: await openSettings(env.SETTINGS), namespace: env.SPOOL, store: edgeStore(readEnv(env)) }
}
