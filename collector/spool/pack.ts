/** Frozen rows pressed for waiting: cells are repetitive, a tenth of their size, and a long outage of the store is long. */
import { withColumnNames } from '../cells/cell.ts'

export async function pack(rows: Uint8Array): Promise<Uint8Array> {
  return through(rows, new CompressionStream('deflate'))
}

/** The rows, their columns named. Rejects where the bytes are not what `pack` made: it carries a checksum. */
export async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  return withColumnNames(await through(packed, new DecompressionStream('deflate')))
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const piped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream)
  return new Uint8Array(await new Response(piped).arrayBuffer())
}
