/** Every row of the hostile table that is marked for Firefox, in Firefox. */
import { describe, it } from 'vitest'
import { firefoxPath, openFirefox } from '../hostile/kit/firefox.ts'
import { runTable } from '../hostile/kit/run.ts'
import { marked } from '../hostile/table.ts'

const path = firefoxPath()
describe.skipIf(path === undefined)('in Firefox', () => runTable(marked(), () => openFirefox(path ?? '')))

it.skipIf(path)('this machine has a Firefox', ({ task, skip }) => {
  Object.assign(task.meta, { notRun: { what: 'the rows marked for Firefox', why: 'this machine has none' } })
  skip()
})
