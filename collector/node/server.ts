/** The collector on this machine: everything opened in order, joined, and closed in the reverse order. */
import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { Health } from '../../contract/health.ts'
import { createAttempts } from '../accounts/attempts.ts'
import { createCredentials } from '../accounts/credentials.ts'
import { createApp } from '../app.ts'
import type { CommandDeps } from '../commands/command.ts'
import { createNetworkCounts } from '../ingest/networks/counts.ts'
import { createSeveral } from '../ingest/networks/several.ts'
import { createIntake } from '../ingest/pipeline.ts'
import { createRefusals } from '../ingest/refusals.ts'
import { ingestRequestOf, responseOf } from '../ingest/request.ts'
import { folderOf, publicAddressOf } from '../public-url.ts'
import { type Sample, sampleSize } from '../sample/sample.ts'
import { createSites } from '../sites/sites.ts'
import { createDemoSite, createNamedSites } from '../sites/start.ts'
import { version } from '../version.ts'
import { controlName, openControl, serverState } from './cli/control.ts'
import { leaveSockets, socketPath } from './cli/socket-path.ts'
import { closeAll } from './closing.ts'
import type { Config } from './config.ts'
import { type DataFolder, takeFolder } from './data/folder.ts'
import { connectionsHere } from './data/open-files.ts'
import { openSettings } from './data/settings.ts'
import { createNetworks } from './dns.ts'
import type { Welcome } from './greeting.ts'
import { addressReader, believes } from './http/address.ts'
import { openPages } from './http/assets.ts'
import { brotli } from './http/brotli.ts'
import { createConnectionShares } from './http/connection-shares.ts'
import { serve } from './http/http-server.ts'
import { intakeListener } from './http/intake-listener.ts'
import { createJobTimers, type JobTimers } from './job-timers.ts'
import { hasCounted, openPipeline, type Pipeline } from './pipeline.ts'
import { type Queries, startQueries } from './queries/queries.ts'
import { goOn, openSample } from './sample.ts'
import { watchStore } from './store/store-watch.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const clock = { now: () => Date.now() }
export interface RunningServer extends Welcome {
  /** Resolves once the store has answered for the first time. */
  answered: Promise<void>
  /** Rejects with why the store can never be used here. */
  unusable: Promise<never>
  /** Takes nothing more, answers what has come, writes everything down, and lets the data folder go. */
  close(): Promise<void>
}

type Log = (line: string) => void

interface Said {
  log: Log
  /** Whether a person reads the greeting: what is printed elsewhere may be kept, and read by others. */
  toTerminal: boolean
}

/** Opens everything. Rejects with `FolderUnusable` or `CannotListen`, and then has closed again what was open. */
export async function openServer(config: Config, { log, toTerminal }: Said): Promise<RunningServer> {
  const stack = new AsyncDisposableStack()
  try {
    return await openWith(stack, config, { log, toTerminal })
  } catch (error) {
    await closeAll(stack)
    throw error
  }
}

async function openWith(stack: AsyncDisposableStack, config: Config, { log, toTerminal }: Said): Promise<RunningServer> {
  const control = socketPath(config.data, controlName)
  const folder = await takeFolder(config.data, async () => (await serverState(control)) !== 'running')
  stack.defer(folder.release)
  stack.defer(() => leaveSockets(config.data))
  const jobs = createJobTimers({ clock, log })
  const owner = await openOwner(stack, config, folder)
  // Closed after the pipeline, which ends the fold that is under way.
  stack.defer(jobs.settled)
  const pipeline = await openPipeline({ folder, ...config, clock, log })
  stack.defer(pipeline.close)
  const sample = await openSample({ ...owner, pipeline, size: config.sample ?? sampleSize, log })
  // A folder without any site is one that was just made.
  if (config.sample && owner.fresh) await sample.plan()
  const queries = startQueries({ store: pipeline.place, sites: owner.sites, log })
  stack.defer(queries.close)
  let url = ''
  const commands: CommandDeps = {
    ...owner,
    previewPaths: queries.previewPaths,
    audit: pipeline.audit,
    removeSite: sample.remove,
    forgets: pipeline.forgets,
    hasCounted: async (domain) => hasCounted(folder.spool, domain),
    url: () => url,
  }
  const { port, watch } = await openFront({ stack, config, owner, pipeline, queries, sample, commands, jobs, log })
  const here = addressHere(config.host, port)
  url = publicAddressOf(config.publicUrl) ?? here
  let ending = false
  const opened = await openControl(control, { ...commands, ending: () => ending })
  stack.defer(opened.close)
  const close = async () => {
    ending = true
    await closeAll(stack)
  }
  const secret = toTerminal || !(await owner.credentials.hasBeenUsed()) ? await owner.credentials.createLink() : null
  const except = () => owner.sites.all().flatMap(({ domain }) => (sample.filling(domain) ? [domain] : []))
  stack.defer(jobs.stop)
  jobs.start('purge', { settings: owner.settings, clock })
  // Only once intake accepts and the store answers: nobody waits for it.
  void watch.answered.then(() => goOn(sample, log)).then(() => jobs.start('fold', { fold: () => pipeline.fold(except()) }))
  const sites = owner.sites.all()
  const domains = sites.map(({ domain }) => domain)
  return {
    url,
    here,
    sites: domains,
    sample: sites.find((site) => site.sample)?.domain ?? null,
    secret,
    answered: watch.answered,
    unusable: pipeline.unusable,
    close,
  }
}

/** What belongs to the owner: sites, keys, links, sessions. */
async function openOwner(stack: AsyncDisposableStack, config: Config, folder: DataFolder) {
  const settings = await openSettings(folder.settings)
  stack.defer(settings.close)
  const sites = await createSites(settings)
  const fresh = sites.all().length === 0
  await createNamedSites(sites, config.sites)
  await createDemoSite(sites, config.publicUrl?.hostname ?? null)
  return { settings, sites, fresh, credentials: createCredentials({ settings, clock }) }
}

interface Front {
  stack: AsyncDisposableStack
  config: Config
  owner: Awaited<ReturnType<typeof openOwner>>
  pipeline: Pipeline
  queries: Queries
  sample: Sample
  commands: CommandDeps
  jobs: JobTimers
  log: Log
}

/** The app and its server, and whatever only they need. */
async function openFront({ stack, config, owner: { sites, credentials }, pipeline, queries, sample, commands, jobs, log }: Front) {
  const { spool, store } = pipeline
  const refusals = createRefusals({ clock, sites })
  const networks = createNetworks(config.dns)
  stack.defer(networks.close)
  const networkCounts = createNetworkCounts({ networks, clock })
  const several = createSeveral()
  jobs.start('flush', { spool, sites, sources: [refusals, networkCounts, several] })
  // What was counted since its last run.
  stack.defer(() => jobs.runLast('flush'))
  const watch = watchStore(store, log)
  stack.defer(watch.stop)
  const pages = await openPages(root)
  const health = (): Health => {
    const state = watch.state()
    const standstill = pipeline.standstill()
    return {
      ok: state !== 'starting',
      store: state,
      version,
      backlog: { ...spool.backlog(), seconds: Math.round(spool.waitsFor() / 1_000) },
      draining: standstill === null,
      ...(standstill ? { standstill } : {}),
      stuck: pipeline.stuck(),
      built: pages.built,
      jobs: jobs.lastRuns(),
    }
  }
  const addressIn = addressReader(config.proxies)
  const intake = createIntake({ clock, sites, spool, refusals, viewed: networkCounts.viewed, several, log })
  const app = createApp({
    sites,
    ingest: async (request, address) => responseOf(await intake(ingestRequestOf(request), address)),
    answer: queries.answer,
    previewPaths: commands.previewPaths,
    sample,
    isOneNetwork: several.isOneNetwork,
    commands,
    credentials,
    attempts: createAttempts(clock),
    controlKey: config.controlKey,
    publicUrl: config.publicUrl,
    health,
    pages,
    brotli,
    addressOf: (request, environment) => addressIn(request.headers, socketAddress(environment)),
    version,
    log,
  })
  const first = intakeListener({
    own: `${folderOf(config.publicUrl)}/e`,
    take: (sent, address) => intake(sent, addressIn(sent.headers, address)),
    log,
  })
  const admit = createConnectionShares(believes(config.proxies))
  const listening = await serve(app.fetch, { ...config, first, admit, connections: connectionsHere(log) })
  stack.defer(() => listening.close())
  return { port: listening.port, watch }
}

function socketAddress(environment: unknown): string | undefined {
  return (environment as { incoming?: IncomingMessage }).incoming?.socket.remoteAddress
}

/** An address that a browser on this machine can open. */
function addressHere(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
