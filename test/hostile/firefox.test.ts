/**
 * Rows of the table in Firefox: what engines may do differently of themselves (focus, cookies, frames). All that are marked run
 * in `npm run proof`. A machine without Firefox leaves them out, and `npm test` says so at its end.
 */
import { describe } from 'vitest'
import { firefoxPath, openFirefox } from './kit/firefox.ts'
import { runTable } from './kit/run.ts'
import { marked } from './table.ts'

const path = firefoxPath()
const { answers, frames, quiet } = marked()
const often = { answers, frames, quiet }
describe.skipIf(path === undefined)('in Firefox', () => runTable(often, () => openFirefox(path ?? '')))
