/** Blocks of the documentation that tests hold against the program; `UPDATE_DOCS=1` writes what the program does now. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const fileOf = (name: string) => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url))
// The marker comment, then the fenced block that follows it.
const patternOf = (marker: string) => new RegExp(`(<!-- ${marker} -->\\n\`\`\`\\w*\\n)([\\s\\S]*?)(\`\`\`)`)

/** The text of the block after `<!-- marker -->`. */
export function docBlock(name: string, marker: string): string {
  const found = patternOf(marker).exec(readFileSync(fileOf(name), 'utf8'))
  if (!found) throw new Error(`docs/${name} has no block ${marker}`)
  return found[2] as string
}

/** Fails where the block says something else. */
export function expectDocBlock(name: string, marker: string, text: string): void {
  const wanted = text.endsWith('\n') ? text : `${text}\n`
  if (process.env.UPDATE_DOCS) {
    const whole = readFileSync(fileOf(name), 'utf8')
    writeFileSync(
      fileOf(name),
      whole.replace(patternOf(marker), (_, before: string, __, after: string) => `${before}${wanted}${after}`),
    )
  }
  expect(docBlock(name, marker)).toBe(wanted)
}
