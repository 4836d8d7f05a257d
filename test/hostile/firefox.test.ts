/** The rows of the table that are tried in Firefox too. A machine without one leaves them out, and `npm test` says so at its end. */
import { describe } from 'vitest'
import { firefoxPath, openFirefox } from './kit/firefox.ts'
import { runRows } from './kit/run.ts'
import { table } from './table.ts'

const path = firefoxPath()
for (const [name, rows] of Object.entries(table)) {
  const tried = rows.filter(({ firefox }) => firefox)
  describe.skipIf(path === undefined)(name, () => runRows(tried, () => openFirefox(path ?? '')))
}
