/** A copy of the project in a folder of its own, to which text is added as somebody adds it who extends the program. */
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The project itself. */
export const here = fileURLToPath(new URL('../../..', import.meta.url))
const run = promisify(execFile)

/** Text that goes to the mark in a piece of a file, which stands there once; or, without such a piece, a file that is new. */
export interface Edit {
  file: string
  at?: string
  text: string
}

const mark = '¦'

/** `at` is a piece of the file, with `¦` where the text goes; lines may be broken elsewhere. */
export const put = (file: string, at: string, text: string): Edit => ({ file, at, text })
export const newFile = (file: string, text: string): Edit => ({ file, text })

export interface Tree {
  root: string
  add(edits: readonly Edit[]): void
  /** Takes back all that was added. */
  reset(): void
  /** What the compiler names as missing, as `file: name`, in the order of the files; empty where all compiles. */
  missing(): Promise<string[]>
  /** Builds the tag and the dashboard. */
  build(): Promise<void>
}

/** All that is kept of the project, as it is now, in an empty folder. */
export async function copyOfProject(root: string): Promise<Tree> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: here, maxBuffer: 1e8 })
  for (const file of stdout.split('\0')) if (file !== '' && existsSync(join(here, file))) cpSync(join(here, file), join(root, file))
  symlinkSync(join(here, 'node_modules'), join(root, 'node_modules'))
  const before = new Map<string, string | null>()

  return {
    root,
    add(edits) {
      for (const [file, text] of withEdits(root, edits)) {
        const path = join(root, file)
        if (!before.has(file)) before.set(file, existsSync(path) ? readFileSync(path, 'utf8') : null)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, text)
      }
    },
    reset() {
      for (const [file, text] of before) {
        if (text === null) rmSync(join(root, file))
        else writeFileSync(join(root, file), text)
      }
      before.clear()
    },
    async missing() {
      const compiler = join(here, 'node_modules/typescript/bin/tsc')
      const done = await run(process.execPath, [compiler, '-b', '--pretty', 'false'], { cwd: root, maxBuffer: 1e8 }).catch(
        (failed: { stdout: string; stderr: string }) => failed,
      )
      return namedIn(done.stdout + done.stderr)
    },
    build: async () => void (await run(process.execPath, [join(root, 'collector/node/build/build.mjs')], { cwd: root })),
  }
}

/** Of each file that these change the text that it then has; the project below `root` stays as it is. */
export function withEdits(root: string, edits: readonly Edit[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const { file, at, text } of edits) {
    const known = texts.get(file) ?? (at === undefined ? '' : readFileSync(join(root, file), 'utf8'))
    texts.set(file, at === undefined ? text : withText({ file, at, text }, known))
  }
  return texts
}

/** Throws where the piece is gone: whoever changed it changes it here too, or it would not be known any more that a row is enough. */
function withText({ file, at, text }: Required<Edit>, known: string): string {
  const [before, after, ...more] = at.split(mark)
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`${at} has not one ${mark}`)
  const found = [...known.matchAll(new RegExp(`(${asItStands(before)})${asItStands(after)}`, 'g'))]
  const place = (found[0]?.index ?? 0) + (found[0]?.[1]?.length ?? 0)
  if (found.length !== 1) throw new Error(`test/proof/extend: ${file} has ${found.length} times, not once: ${before}${after}`)
  return known.slice(0, place) + text + known.slice(place)
}

const asItStands = (piece: string) =>
  piece
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\s+')

/** The compiler's ways of saying that something is not there. */
const missed = [
  /Property '([^']+)' is missing in type/,
  /missing the following properties from type .*: ([^:\n]+)$/m,
  /Property '([^']+)' does not exist on type/,
  /Type '(\w+)' does not satisfy the expected type 'never'/,
]

function namedIn(said: string): string[] {
  // What follows a fault's first line is indented.
  const faults = said.split(/\n(?=\S)/).filter((fault) => fault.trim() !== '')
  const named = faults.map((fault) => {
    const [, file, code = fault.trim()] = /^([^(\s]+)\(\d+,\d+\): error (.*)/s.exec(fault) ?? []
    const found = missed.map((way) => way.exec(code)?.[1]).find((name) => name !== undefined)
    // Several in an order of their own.
    const names = found?.replaceAll('"', '').split(', ').sort().join(', ')
    return file === undefined ? code : `${file}: ${names ?? code}`
  })
  return [...new Set(named)].sort()
}
