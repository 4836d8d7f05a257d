/** Entry of the core: lets nothing escape into the page. */
import { quietly } from './quietly.ts'
import { start } from './start.ts'

quietly(start)
