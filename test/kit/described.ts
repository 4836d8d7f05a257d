/** What openapi.json says of an answer, held against the answer. */
import { faultsIn } from './json-schema.ts'

export interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Record<string, unknown>> }
}

interface Operation {
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content; headers?: Record<string, unknown> }>
}

type Content = Record<string, { schema: unknown }>

/** The headers of an answer that clients of the API act by. */
const told = ['footfall-refused', 'retry-after']

/** Every description of the document as `method path status`. */
export function describedIn({ paths }: Document): string[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) => Object.keys(responses).map((status) => `${method} ${path} ${status}`)),
  )
}

export function operationOf({ paths }: Document, method: string, path: string): Operation & { path: string } {
  const found = Object.entries(paths).find(([each]) => new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
  const operation = found?.[1][method.toLowerCase()]
  if (!found || !operation) throw new Error(`${method} ${path} is not described`)
  return { ...operation, path: found[0] }
}

/** What is wrong with an answer by its description, and which one that is. */
export async function judged(
  document: Document,
  method: string,
  path: string,
  response: Response,
): Promise<{ by: string; faults: string[] }> {
  const operation = operationOf(document, method, path)
  const status = [String(response.status), `${String(response.status)[0]}XX`].find((each) => each in operation.responses)
  if (status === undefined) return { by: '', faults: [`${method} ${path}: no ${response.status} is described`] }
  const { content, headers = {} } = operation.responses[status]!
  const body = await response.text()
  const named = Object.keys(headers).map((name) => name.toLowerCase())
  const faults = told.filter((name) => response.headers.has(name) && !named.includes(name)).map((name) => `${name} is not described`)
  const schema = content?.['application/json']?.schema
  if (body !== '') faults.push(...(schema === undefined ? ['no body is described'] : faultsIn(schema, JSON.parse(body), document)))
  return { by: `${method.toLowerCase()} ${operation.path} ${status}`, faults: faults.map((fault) => `${response.status}: ${fault}`) }
}
