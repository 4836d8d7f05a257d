/** Every row of the hostile table in Chromium as people have it. */
import { openChromium } from '../hostile/kit/chromium.ts'
import { runTable } from '../hostile/kit/run.ts'
import { table } from '../hostile/table.ts'

runTable(table, openChromium, { isConcurrent: true })
