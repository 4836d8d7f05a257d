/** The table in Chromium. */
import { openChromium } from './kit/chromium.ts'
import { runTable } from './kit/run.ts'
import { table } from './table.ts'

runTable(table, openChromium, { isConcurrent: true })
