/** A process that opens the engine of a folder, tells the engine's process, and stays. */
import { openEngine } from '../../collector/node/engine/supervisor.ts'

const engine = await openEngine({ folder: process.argv[2] ?? '', log: () => {} })
process.send?.(engine.pid())
