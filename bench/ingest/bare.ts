/** The baseline of bench/ingest: a bare Node server that parses the same JSON, appends it and syncs in groups. Nothing else. */
import { type FileHandle, open } from 'node:fs/promises'
import { createServer } from 'node:http'

const [, , file = '', port = '0'] = process.argv

let waiting: { line: string; done: () => void }[] = []
let syncing = false

async function sync(handle: FileHandle): Promise<void> {
  syncing = true
  while (waiting.length > 0) {
    const group = waiting
    waiting = []
    await handle.write(group.map((each) => each.line).join(''))
    await handle.datasync()
    for (const each of group) each.done()
  }
  syncing = false
}

const handle = await open(file, 'a')
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const event = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const done = () => {
      response.writeHead(202, { 'content-length': 0 })
      response.end()
    }
    waiting.push({ line: `${JSON.stringify(event)}\n`, done })
    if (!syncing) void sync(handle)
  })
})
server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`listening ${(server.address() as { port: number }).port}\n`))
