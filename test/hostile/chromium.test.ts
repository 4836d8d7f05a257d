/** The table in Chromium. */
import { describe } from 'vitest'
import { openChromium } from './kit/chromium.ts'
import { runRows } from './kit/run.ts'
import { table } from './table.ts'

for (const [name, rows] of Object.entries(table)) describe(name, () => runRows(rows, openChromium))
