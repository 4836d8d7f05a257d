/** JSON that somebody wrote by hand: its value with the line of each part, or the line and column at which it is not valid JSON. */

export type ReadJson = { value: unknown; lineOf: (field: string) => number } | { wrong: string }

// No declaration is deeper, and a text that is all brackets must not fill the stack.
const deepest = 20

/** A field is named as in `services.0.id`; of one that is not there, the line is that of what should have had it. */
export function readJsonLines(text: string): ReadJson {
  const reader = { text, at: text.startsWith('\uFEFF') ? 1 : 0, places: new Map<string, number>() }
  try {
    readValue(reader, '', 0)
    skipSpace(reader)
    if (reader.at < text.length) throw new NoJson('unexpected text after the end', reader.at)
  } catch (error) {
    if (!(error instanceof NoJson)) throw error
    const before = text.slice(0, error.at).split('\n')
    return { wrong: `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${error.message}` }
  }
  const lineOf = (field: string): number => {
    const place = reader.places.get(field)
    if (place !== undefined) return text.slice(0, place).split('\n').length
    return field === '' ? 1 : lineOf(field.includes('.') ? field.slice(0, field.lastIndexOf('.')) : '')
  }
  return { value: JSON.parse(text.replace(/^\uFEFF/, '')), lineOf }
}

class NoJson extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

interface Reader {
  text: string
  at: number
  /** Where each field's value begins. */
  places: Map<string, number>
}

// Of the control characters JSON refuses the first thirty-two.
const string = /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy
const word = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y

function readValue(reader: Reader, field: string, depth: number): void {
  skipSpace(reader)
  reader.places.set(field, reader.at)
  if (depth > deepest) throw new NoJson('nested too deep', reader.at)
  const sign = reader.text[reader.at]
  if (sign === '{') readParts(reader, '}', () => readMember(reader, field, depth))
  else if (sign === '[') readParts(reader, ']', (index) => readValue(reader, below(field, String(index)), depth + 1))
  else if (sign === '"') readString(reader)
  else if (matched(reader, word) === undefined)
    throw new NoJson(isOver(reader) ? 'unexpected end of the file' : 'a value is expected here', reader.at)
}

/** What stands between brackets, with commas between the parts. */
function readParts(reader: Reader, end: string, readPart: (index: number) => void): void {
  reader.at++
  skipSpace(reader)
  if (take(reader, end)) return
  for (let index = 0; ; index++) {
    readPart(index)
    skipSpace(reader)
    if (take(reader, end)) return
    if (!take(reader, ',')) throw new NoJson(isOver(reader) ? 'unexpected end of the file' : `expected , or ${end}`, reader.at)
  }
}

function readMember(reader: Reader, field: string, depth: number): void {
  skipSpace(reader)
  const start = reader.at
  const name = below(field, readString(reader))
  if (reader.places.has(name)) throw new NoJson(`${name} stands there twice`, start)
  skipSpace(reader)
  if (!take(reader, ':')) throw new NoJson('expected :', reader.at)
  readValue(reader, name, depth + 1)
}

function readString(reader: Reader): string {
  const found = matched(reader, string)
  if (found === undefined) throw new NoJson(isOver(reader) ? 'unexpected end of the file' : 'expected a string in double quotes', reader.at)
  return JSON.parse(found) as string
}

function matched(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0]
  reader.at += found?.length ?? 0
  return found
}

function take(reader: Reader, sign: string): boolean {
  if (reader.text[reader.at] !== sign) return false
  reader.at++
  return true
}

function skipSpace(reader: Reader): void {
  while (/[ \n\r\t]/.test(reader.text[reader.at] ?? '')) reader.at++
}

const isOver = ({ text, at }: Reader) => at >= text.length
const below = (field: string, name: string) => (field === '' ? name : `${field}.${name}`)
