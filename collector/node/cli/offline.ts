/** What the command line opens where no server runs: the same data folder, held for as long as the command takes. */
import { createCredentials } from '../../accounts/credentials.ts'
import type { CommandDeps } from '../../commands/command.ts'
import { publicAddressOf } from '../../public-url.ts'
import { createPreviewPaths } from '../../query/path-preview.ts'
import { sampleSize } from '../../sample/sample.ts'
import { createSites } from '../../sites/sites.ts'
import { closeAll } from '../closing.ts'
import type { Config } from '../config.ts'
import { type DataFolder, takeFolder } from '../data/folder.ts'
import { openSettings } from '../data/settings.ts'
import { answering, disposalsIn, hasCounted, openPipeline, type Pipeline } from '../pipeline.ts'
import { openSample } from '../sample.ts'
import { controlName, serverState } from './control.ts'
import { leaveSockets, socketPath } from './socket-path.ts'

const clock = { now: () => Date.now() }
const log = (line: string) => void process.stderr.write(`${line}\n`)

/** Opens the folder's settings; the engine only for an audit, a preview, a removal or what is taken away. Rejects with `FolderUnusable`. */
export async function openOffline(config: Config): Promise<{ deps: CommandDeps; close(): Promise<void> }> {
  const control = socketPath(config.data, controlName)
  const folder = await takeFolder(config.data, async () => (await serverState(control)) !== 'running')
  const stack = new AsyncDisposableStack()
  stack.defer(folder.release)
  stack.defer(() => leaveSockets(config.data))
  const settings = await openSettings(folder.settings)
  stack.defer(settings.close)
  const sites = await createSites(settings)
  const deps: CommandDeps = {
    sites,
    credentials: createCredentials({ settings, clock }),
    previewPaths: (domain, rules) =>
      withPipeline(folder, config, async ({ store }) => {
        await answering(store)
        return createPreviewPaths({ store, sites, clock })(domain, rules)
      }),
    audit: () => withPipeline(folder, config, (pipeline) => pipeline.audit()),
    removeSite: async (domain) => {
      // The engine is opened only where there is something to delete.
      if (!sites.get(domain)?.sample) return sites.get(domain) ? 'notSample' : 'unknown'
      return withPipeline(folder, config, async (pipeline) =>
        (await openSample({ settings, sites, pipeline, size: sampleSize, log })).remove(domain),
      )
    },
    forgets: {
      preview: (asked) => withPipeline(folder, config, ({ forgets }) => forgets.preview(asked)),
      forget: (asked) => withPipeline(folder, config, ({ forgets }) => forgets.forget(asked)),
      disposals: async (domain) => disposalsIn(folder.spool, domain),
    },
    hasCounted: async (domain) => hasCounted(folder.spool, domain),
    // Where the server will be once it runs with these settings.
    url: () => publicAddressOf(config.publicUrl) ?? `http://${config.host}:${config.port}`,
  }
  return { deps, close: () => closeAll(stack) }
}

async function withPipeline<Result>(folder: DataFolder, config: Config, work: (pipeline: Pipeline) => Promise<Result>): Promise<Result> {
  const pipeline = await openPipeline({ folder, ...config, clock, log })
  try {
    return await Promise.race([work(pipeline), pipeline.unusable])
  } finally {
    await pipeline.close()
  }
}
