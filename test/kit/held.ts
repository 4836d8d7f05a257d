/** What a collector holds in memory once its garbage is gone: without what the system keeps for it. */
import type { Footfall } from './footfall.ts'
import { eventually } from './temporary.ts'

// On a signal the collector collects its garbage and says what is left: heap and buffers.
const measuring = encodeURIComponent(`process.on('SIGUSR2', () => {
  gc()
  const { heapUsed, external } = process.memoryUsage()
  process.stdout.write('held ' + (heapUsed + external) + '\\n')
})`)

/** For the environment of a collector that can be asked. */
export const measured = { NODE_OPTIONS: `--expose-gc --import=data:text/javascript,${measuring}` }

/** Bytes that such a collector holds now; 0 on Windows, which has no such signal. */
export async function heldBytes({ child, output }: Footfall): Promise<number> {
  if (process.platform === 'win32') return 0
  const said = () => [...output().matchAll(/^held (\d+)$/gm)].map(([, bytes]) => Number(bytes))
  const before = said().length
  child.kill('SIGUSR2')
  return eventually('it says what it holds', () => said()[before])
}
