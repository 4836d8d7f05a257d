/** The edge's entry: requests, and the spool's objects. */
import { edgeStore } from './clickhouse.ts'
import { runCron } from './cron.ts'
import { type Env, readEnv, SettingsWrong } from './env.ts'
import { type EdgeServer, openServer } from './server.ts'
import { openSettings } from './settings.ts'
import { createShards } from './shards.ts'

export { SpoolShard } from './shard.ts'

// One for the isolate's life; where it cannot be opened now, the next request tries again.
let home: Promise<EdgeServer> | null = null

export default {
  async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
    home ??= openServer(env, new URL(request.url).origin)
    try {
      return await (await home).fetch(request, context)
    } catch (error) {
      home = null
      const why = error instanceof SettingsWrong ? error.message : 'the settings do not answer now'
      console.error(`the collector cannot be opened: ${(error as Error).stack ?? error}`)
      return Response.json({ error: { code: 'unavailable', message: why } }, { status: 503, headers: { 'retry-after': '5' } })
    }
  },
  async scheduled(event: ScheduledController, env: Env): Promise<void> {
    const settings = await openSettings(env.SETTINGS)
    const { fold, watch } = createShards({ settings, namespace: env.SPOOL, store: edgeStore(readEnv(env)) })
    const clock = { now: () => Date.now() }
    await runCron(event.cron, { fold, watch, settings, clock }, { settings, clock, log: (line) => console.log(line) })
  },
} satisfies ExportedHandler<Env>
