/** Page-load timings by the real library: a page load stands in one bucket of each, however often the page is hidden. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtFiles } from '../kit/build.ts'
import { type Chromium, launchChromium } from '../kit/chromium.ts'
import { startTagServer } from '../kit/tag-server.ts'
import { eventually } from '../kit/temporary.ts'

let files: ReadonlyMap<string, string>
let browser: Chromium
beforeAll(async () => {
  files = await builtFiles('snippet')
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** Runs in the page: what it shows moves down. */
const shift = (pixels: number) => `new Promise((resolve) => {
  const block = document.createElement('div')
  block.style.height = '${pixels}px'
  document.body.prepend(block)
  new PerformanceObserver((_, observer) => { observer.disconnect(); setTimeout(resolve) }).observe({ type: 'layout-shift' })
})`
/** Runs in the page: another window is in front, or no longer. */
const show = (visible: boolean) => `{
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${!visible} })
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${visible ? 'visible' : 'hidden'}' })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}`

it('a layout that shifted further is told with what was told before, and nothing is told of what stayed', async () => {
  const head = '<style>p { height: 300px; background: silver }</style>'
  const server = await startTagServer({ files, head: `${head}<p>above</p><p>below</p>` })
  const page = await browser.context.newPage()
  const told = (metric: string) =>
    server.taken.map(({ event }) => event).filter((event) => event.type === 'vitals' && event.metric === metric)
  await page.goto(`${server.url}/one`)
  await eventually('the first paint is told', () => told('fcp').length === 1)
  await page.evaluate(shift(200))
  await page.evaluate(show(false))
  await eventually('a shift is told', () => told('cls').length === 1)
  await page.evaluate(show(true))
  await page.evaluate(shift(400))
  await page.evaluate(show(false))
  await eventually('a further one is told', () => told('cls').length === 2)
  await page.evaluate(show(true))
  await page.evaluate(show(false))
  await page.goto(`${server.url}/two`)
  await eventually('the next page is told', () => told('fcp').length === 2)
  const [first, second] = told('cls') as { value: number; before?: number }[]
  expect(first).not.toHaveProperty('before')
  expect(first!.value).toBeGreaterThan(0)
  expect(second).toMatchObject({ before: first!.value })
  expect(second!.value).toBeGreaterThan(first!.value)
  // Of the same page nothing else comes; the next page's own shift would be its own.
  expect(told('cls').filter(({ before }) => before !== undefined)).toHaveLength(1)
  for (const metric of ['fcp', 'ttfb', 'lcp']) expect(told(metric).every(({ before }) => before === undefined)).toBe(true)
  await page.close()
  await server.close()
})
