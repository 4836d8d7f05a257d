/** Runs the rows of a table in one browser: each with a person, a website and a collector of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtFiles } from '../../kit/build.ts'
import { libraries } from '../installed.mjs'
import { acting, type Row } from './row.ts'
import type { Browser } from './visitor.ts'
import { openWebsite } from './website.ts'

const rowMilliseconds = 40_000

/** Declares a test for each row, all of them in the one browser: what they share ends with each visitor. */
export function runTable(
  table: Readonly<Record<string, readonly Row[]>>,
  open: () => Promise<Browser>,
  { isConcurrent = false } = {},
): void {
  let files: ReadonlyMap<string, string>
  let browser: Browser | undefined
  let folder: string
  beforeAll(async () => {
    ;[files, folder] = await Promise.all([builtFiles('snippet'), libraries()])
    // Last, so that none is left open where the rest fails.
    browser = await open()
  }, 300_000)
  afterAll(() => browser?.close())

  for (const [name, rows] of Object.entries(table)) {
    const named = rows.map((row) => [`${row.name} (${row.source})`, row] as const)
    describe.skipIf(rows.length === 0)(name, () => {
      it.each(named)('%s', { timeout: rowMilliseconds, concurrent: isConcurrent }, (_, row) =>
        runRow(row, { files, browser: browser!, libraries: folder }),
      )
    })
  }
}

export interface Running {
  /** The built tag. */
  files: ReadonlyMap<string, string>
  browser: Browser
  libraries?: string
}

/** One row, which must also cause no error in its page. */
export async function runRow(row: Row, { files, browser, libraries }: Running): Promise<void> {
  const site = await openWebsite(files, { ...(libraries && { libraries }), ...row.site })
  const visitor = await browser.visitor()
  try {
    if (row.before) await visitor.before(row.before)
    await row.act(acting({ visitor, site, browser: browser.name }))
    // That the browser itself notes a request that failed is no error of a script.
    const errors = visitor.errors.filter(
      (error) => !/^Failed to load resource|^downloadable font/.test(error) && !row.itsOwnErrors?.test(error),
    )
    expect(errors).toEqual([])
  } finally {
    await visitor.close()
    await site.close()
  }
}
