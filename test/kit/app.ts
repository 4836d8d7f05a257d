/** The app over real settings in a temporary folder, with stand-ins for what its routes hand on to. */
import { join } from 'node:path'
import type { Hono } from 'hono'
import { createAttempts } from '../../collector/accounts/attempts.ts'
import { type Credentials, createCredentials } from '../../collector/accounts/credentials.ts'
import { type AppDeps, createApp } from '../../collector/app.ts'
import type { CommandDeps } from '../../collector/commands/command.ts'
import { openSettings, type SettingsFile } from '../../collector/node/data/settings.ts'
import type { Sites } from '../../collector/ports.ts'
import { createAnswering } from '../../collector/query/answering.ts'
import { createPreviewPaths } from '../../collector/query/path-preview.ts'
import { createSites } from '../../collector/sites/sites.ts'
import { defaultSite } from '../../collector/sites/start.ts'
import type { Health } from '../../contract/health.ts'
import { temporaryFolder } from './temporary.ts'

export interface TestApp {
  app: Hono
  commands: CommandDeps
  settings: SettingsFile
  sites: Sites
  credentials: Credentials
  clock: { time: number; now(): number }
  health: Health
  /** What reached the query and the intake. */
  asked: { body: unknown; allowed: unknown }[]
  received: { text: string; address: string }[]
  removed: string[]
  logged: string[]
  /** What the store answers, whatever is asked. */
  stored: unknown[]
}

export const core = 'const settings=__FOOTFALL_SETTINGS__;'
const page = (body: string) => ({ body, type: 'text/html; charset=utf-8', etag: `"${body.length}"`, cache: 'no-cache' })

export async function testApp(
  given: Partial<Pick<AppDeps, 'answer' | 'previewPaths' | 'pages' | 'brotli'>> & { publicUrl?: string; controlKey?: string } = {},
): Promise<TestApp> {
  const clock = { time: Date.UTC(2026, 10, 24, 12), now: () => clock.time }
  const settings = await openSettings(join(temporaryFolder(), 'settings.sqlite'))
  const sites = await createSites(settings)
  await sites.put(defaultSite('example.org'))
  await sites.put(defaultSite('other.org'))
  const credentials = createCredentials({ settings, clock })
  const health: Health = {
    ok: true,
    store: 'up',
    version: '1.2.3',
    backlog: { bytes: 0, seconds: 0 },
    draining: true,
    stuck: 0,
    built: true,
    jobs: {},
  }
  const test: Omit<TestApp, 'app' | 'commands'> = {
    settings,
    sites,
    credentials,
    clock,
    health,
    asked: [],
    received: [],
    removed: [],
    logged: [],
    stored: [],
  }
  const commands: CommandDeps = {
    sites,
    credentials,
    previewPaths: async () => ({ rules: [], rows: [], looked: 0, from: '', to: '' }),
    audit: async () => ({ ok: true, lines: ['ok'] }),
    removeSite: async () => 'unknown',
    forgets: null,
    hasCounted: async () => false,
    url: () => 'https://stats.example.org',
  }
  const app = createApp({
    sites,
    ingest: async (request, address) => {
      test.received.push({ text: await request.text(), address })
      return new Response(null, { status: 202 })
    },
    answer: createAnswering(async (body, allowed) => {
      test.asked.push({ body, allowed: ['example.org', 'other.org'].filter(allowed) })
      return { status: 200, body: { rows: [], totals: {}, notes: [], withheld: { rows: 0 } } }
    }),
    credentials,
    attempts: createAttempts(clock),
    publicUrl: given.publicUrl ? new URL(given.publicUrl) : null,
    previewPaths: createPreviewPaths({ sites, clock, store: { select: async <Row>() => test.stored as Row[] } }),
    sample: {
      filling: (domain) => domain === 'sample.example',
      remove: async (domain) => {
        if (!sites.get(domain)?.sample) return sites.get(domain) ? 'notSample' : 'unknown'
        test.removed.push(domain)
        return 'removed'
      },
    },
    isOneNetwork: (domain) => domain === 'other.org',
    health: () => health,
    commands,
    controlKey: given.controlKey ?? null,
    pages: {
      page: (path) => (path === '/' ? page('<h1>Dashboard</h1>') : undefined),
      bundle: async (file) => (file === 'banner-01234567.js' ? page('the banner') : undefined),
      tag: { core, opted: core.replace('settings', 'opted'), banner: 'banner-01234567.js', vitals: 'vitals-01234567.js' },
      built: true,
    },
    addressOf: (request) => request.headers.get('x-test-address') ?? '192.0.2.1',
    version: '1.2.3',
    log: (line) => test.logged.push(line),
    ...('answer' in given ? { answer: given.answer } : {}),
    ...('previewPaths' in given ? { previewPaths: given.previewPaths } : {}),
    ...('pages' in given ? { pages: given.pages } : {}),
    ...('brotli' in given ? { brotli: given.brotli } : {}),
  } as AppDeps)
  return { app, commands, ...test }
}

/** Signs in as the owner; the cookie to send. */
export async function signedIn({ app, credentials }: TestApp): Promise<string> {
  const answer = await app.request(`/sign-in?key=${await credentials.createLink()}`)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}
