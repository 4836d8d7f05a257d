/** Bodies that people and programs ask and set with: read once it is known who sends, and never more of all together than memory has room for. */
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { bounds } from '../../contract/bounds.ts'
import { joined } from '../bytes.ts'
import { declaredLength } from '../ingest/request.ts'

/** A body that was not read, and what its sender hears of it. */
export class BodyRefused extends Error {
  override name = 'BodyRefused'
  readonly status: ContentfulStatusCode
  readonly code: string
  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Reads a body of at most so many bytes, into memory of its own. Rejects with `BodyRefused`. */
export type ReadBody = (context: Context, most?: number) => Promise<Uint8Array<ArrayBuffer>>

/** One for all routes: what they read at once is bounded together. */
export function createReadBody(): ReadBody {
  let underWay = 0
  return async (context, most = bounds.queryBytes.max) => {
    if (declaredLength(context.req.raw.headers) > most) throw tooLarge(most)
    const chunks: Uint8Array[] = []
    let length = 0
    try {
      for await (const chunk of chunksOf(context.req.raw)) {
        chunks.push(chunk)
        length += chunk.length
        underWay += chunk.length
        if (length > most) throw tooLarge(most)
        if (underWay > bounds.bodiesBytes.max) throw new BodyRefused(503, 'busy', 'many bodies are on their way; send again in a moment')
      }
      return joined(chunks)
    } finally {
      underWay -= length
    }
  }
}

/** The body's value; undefined, which no schema takes, where it is not JSON. */
export async function readJson(read: ReadBody, context: Context): Promise<unknown> {
  const bytes = await read(context)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  if (!reader) return
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new BodyRefused(400, 'malformed', 'the body ended before it was complete')
      })
      if (done) return
      yield value
    }
  } finally {
    // What is not read is not waited for.
    void reader.cancel().catch(() => undefined)
  }
}

function tooLarge(most: number): BodyRefused {
  return new BodyRefused(413, 'tooLarge', `a body has at most ${most} bytes`)
}
