/** Every app of `test/hostile/frameworks/`, built and used: no view lost or doubled, each app's page as it was, the question once. */
import { afterAll, beforeAll, describe, it } from 'vitest'
import { app, appNames, descriptorOf, NotReached } from '../hostile/installed.mjs'
import { openChromium } from '../hostile/kit/chromium.ts'
import { runRow } from '../hostile/kit/run.ts'
import type { Browser } from '../hostile/kit/visitor.ts'
import { rowsOf } from '../hostile/rows/apps.ts'
import { builtFiles } from '../kit/build.ts'

let files: ReadonlyMap<string, string>
let browser: Browser
beforeAll(async () => {
  ;[files, browser] = await Promise.all([builtFiles('snippet'), openChromium()])
})
afterAll(() => browser?.close())

describe.each(appNames())('%s', (name) => {
  const descriptor = descriptorOf(name)
  let folder: string
  let notRun: string | undefined
  beforeAll(async () => {
    try {
      folder = (await app(name)).folder
    } catch (error) {
      if (!(error instanceof NotReached)) throw error
      notRun = error.message
    }
  })
  const says = rowsOf('', descriptor).map((row) => row.name)

  // Side by side: they mostly wait.
  it.concurrent.for(says)('%s', { timeout: 60_000 }, async (said, { task, skip }) => {
    if (notRun) {
      // The last line of `npm run proof` says so.
      Object.assign(task.meta, { notRun: { what: name, why: notRun } })
      skip(notRun)
    }
    await runRow(rowsOf(folder, descriptor).find((row) => row.name === said)!, { files, browser })
  })
})
