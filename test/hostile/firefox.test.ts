/** The rows of the table that are tried in Firefox too. A machine without one leaves them out, and `npm test` says so at its end. */
import { describe } from 'vitest'
import { firefoxPath, openFirefox } from './kit/firefox.ts'
import { runTable } from './kit/run.ts'
import { table } from './table.ts'

const path = firefoxPath()
const marked = Object.entries(table).map(([name, rows]) => [name, rows.filter(({ firefox }) => firefox)] as const)
describe.skipIf(path === undefined)('in Firefox', () => runTable(Object.fromEntries(marked), () => openFirefox(path ?? '')))
