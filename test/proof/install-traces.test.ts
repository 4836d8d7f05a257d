/** The recipes of docs/install.md for what wraps `fetch`: the real libraries, set up as that page says, put nothing on an event. */
import { beforeAll, expect } from 'vitest'
import { libraries } from '../hostile/installed.mjs'
import { bundled } from '../hostile/kit/bundled.ts'
import { openChromium } from '../hostile/kit/chromium.ts'
import type { Acting, Row } from '../hostile/kit/row.ts'
import { runTable } from '../hostile/kit/run.ts'
import { scripts } from '../hostile/rows/pages.ts'
import { atHome, both, recipe, row, works } from '../kit/install.ts'

const traces = /^(sentry-trace|baggage|traceparent|tracestate|x-datadog-.*|b3|authorization)$/

/** Each by its block, and the same told to trace everything. */
const own: Record<string, { code: string; everything: string; alias?: Record<string, string> }> = {
  sentry: {
    code: recipe('sentry'),
    everything: recipe('sentry').replace(/tracePropagationTargets: .*,/, 'tracePropagationTargets: [/.*/],'),
    alias: { '@sentry/browser': 'sentry11' },
  },
  opentelemetry: {
    code: recipe('opentelemetry'),
    everything: recipe('opentelemetry')
      .replace(/ignoreUrls: .*,/, '')
      .replace(/propagateTraceHeaderCorsUrls: .*,/, 'propagateTraceHeaderCorsUrls: [/.*/],'),
  },
}
const built: Record<string, string> = {}

beforeAll(async () => {
  const folder = await libraries()
  for (const [name, { code, everything, alias }] of Object.entries(own)) {
    expect(everything).not.toBe(code)
    built[`/${name}.js`] = await bundled(folder, code, alias)
    built[`/${name}-everything.js`] = await bundled(folder, everything, alias)
  }
}, 300_000)

/** The wrapper first, then the tag. */
const site = (wrapper: string): Row['site'] => {
  const pages: Record<string, string> = { ...both(`${wrapper}${recipe('tag')}`), '/api/things': '[]' }
  return {
    pages: atHome(
      (path) => pages[path] ?? built[path],
      (path) => (path.endsWith('.js') ? 'text/javascript' : 'text/html'),
    ),
  }
}
const file = (name: string) => site(`<script src="/${name}.js"></script>`)
const inline = (code: string, before = '') => site(`${before}<script>${code}</script>`)

/** Which of a request's headers are a tracer's or a wrapper's. */
const tracesOf = (names: Iterable<string>) => [...names].filter((name) => traces.test(name))
const onEvents = ({ site }: Acting) => [...new Set(site.told.flatMap(({ headers }) => tracesOf(headers.keys())))]
const onApi = ({ site }: Acting) => [
  ...new Set(site.asked.filter(({ path }) => path === '/api/things').flatMap(({ headers }) => tracesOf(Object.keys(headers)))),
]

/** Counted; the page's own requests have these headers, so that the wrapper is at work, and no event has any. */
const keepsTo =
  (...names: string[]) =>
  async (acting: Acting) => {
    await works(acting)
    await acting.visitor.look(`fetch('${acting.site.url()}/api/things').then(() => true)`)
    expect(onApi(acting)).toEqual(expect.arrayContaining(names))
    expect(onEvents(acting)).toEqual([])
  }
/** Counted all the same, with these on the events. */
const leaks =
  (...names: string[]) =>
  async (acting: Acting) => {
    await works(acting)
    expect(onEvents(acting)).toEqual(expect.arrayContaining(names))
  }

const datadog = scripts('@datadog/browser-rum/bundle/datadog-rum.js')
const wide = (code: string) => code.replace(/allowedTracingUrls: .*,/, 'allowedTracingUrls: [/.*/],')
const wrapper = recipe('wrapper')
const everywhere = wrapper.replace(/ {2}if \(origin .*\n/, '')
const letsNoneOut: Row['act'] = async ({ open, visitor, sees }) => {
  await open()
  await visitor.answer('Accept')
  await sees()
}
// What they report goes nowhere here.
const quiet = { itsOwnErrors: /access control|blocked by CORS|net::ERR/ }

runTable(
  {
    'docs/install.md': [
      row('Sentry, told what to trace', file('sentry'), keepsTo('sentry-trace', 'baggage'), quiet),
      row('Sentry, told to trace everything', file('sentry-everything'), leaks('sentry-trace', 'baggage'), quiet),
      row('OpenTelemetry, told what to leave out', file('opentelemetry'), keepsTo('traceparent'), quiet),
      row('OpenTelemetry, told to trace everything', file('opentelemetry-everything'), leaks('traceparent'), quiet),
      row('Datadog, told what to trace', inline(recipe('datadog'), datadog), keepsTo('x-datadog-trace-id'), quiet),
      row('Datadog, told to trace everything', inline(wide(recipe('datadog')), datadog), leaks('x-datadog-trace-id'), quiet),
      row('a fetch that keeps to its own origin', inline(wrapper), keepsTo('authorization')),
      row('a fetch that adds headers everywhere', inline(everywhere.replace(`, credentials: 'include'`, '')), leaks('authorization')),
      row('a fetch that adds headers and credentials everywhere', inline(everywhere), letsNoneOut, quiet),
    ],
  },
  openChromium,
)
