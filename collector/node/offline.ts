/** What the command line opens where no server runs: the same data folder, held for as long as the command takes. */
import { createCredentials } from '../auth/credentials.ts'
import { createSites } from '../sites/sites.ts'
import { createClosers } from './closers.ts'
import type { CommandDeps } from './commands.ts'
import type { Config } from './config.ts'
import { controlName, serverState } from './control.ts'
import { type DataFolder, takeFolder } from './folder.ts'
import { openPipeline } from './pipeline.ts'
import { openSettings } from './settings.ts'
import { leaveSockets, socketPath } from './socket-path.ts'

const clock = { now: () => Date.now() }
const log = (line: string) => void process.stderr.write(`${line}\n`)

/** Opens the folder's settings; the engine only for an audit. Rejects with `FolderUnusable`. */
export async function openOffline(config: Config): Promise<{ deps: CommandDeps; close(): Promise<void> }> {
  const control = socketPath(config.data, controlName)
  const folder = await takeFolder(config.data, async () => (await serverState(control)) !== 'running')
  const closers = createClosers()
  closers.add(folder.release)
  closers.add(() => leaveSockets(config.data))
  const settings = await openSettings(folder.settings)
  closers.add(settings.close)
  const deps: CommandDeps = {
    sites: await createSites(settings),
    credentials: createCredentials({ settings, clock }),
    audit: () => audit(folder, config),
    // Where the server will be once it runs with these settings.
    url: () => config.publicUrl?.origin ?? `http://${config.host}:${config.port}`,
  }
  return { deps, close: closers.close }
}

async function audit(folder: DataFolder, config: Config) {
  const pipeline = await openPipeline({ folder, clickhouseUrl: config.clickhouseUrl, clock, log })
  try {
    return await Promise.race([pipeline.audit(), pipeline.unusable])
  } finally {
    await pipeline.close()
  }
}
