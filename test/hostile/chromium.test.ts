/** The table in Chromium's headless shell, where this machine has it: the same engine, half the work. `npm run proof` takes Chromium as people have it. */
import { shellPath } from '../kit/chromium.ts'
import { openChromium } from './kit/chromium.ts'
import { runTable } from './kit/run.ts'
import { table } from './table.ts'

runTable(table, () => openChromium(shellPath()), { isConcurrent: true })
