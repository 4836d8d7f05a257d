/** A process that appends numbered facts until some were refused and others taken again, and prints which. */
import { openFileSpool } from '../../collector/node/spool/file-spool.ts'
import { numbered } from './numbered.ts'

const spool = await openFileSpool({ folder: process.argv[2] as string, onClosed: () => {}, milliseconds: 60_000 })
const kept: number[] = []
const failed: number[] = []
for (let number = 0; number < 300; number++) {
  await spool.append([numbered(number)]).then(
    () => kept.push(number),
    () => failed.push(number),
  )
}
await spool.close()
// Written directly: the limit on files concerns no pipe.
process.stdout.write(JSON.stringify({ kept, failed }))
