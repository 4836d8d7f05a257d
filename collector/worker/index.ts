/** The edge's entry: requests, and the spool's objects. */
import { type Env, SettingsWrong } from './env.ts'
import { type Home, openHome } from './home.ts'

export { SpoolShard } from './shard.ts'

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
} satisfies ExportedHandler<Env>
