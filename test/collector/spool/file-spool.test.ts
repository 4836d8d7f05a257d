import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FileSpoolOptions, openFileSpool } from '../../../collector/node/spool/file-spool.ts'
import { factsOf, groupOf, lineOf } from '../../../collector/node/spool/lines.ts'
import { segmentFiles } from '../../../collector/node/spool/segment-files.ts'
import { SpoolFull } from '../../../collector/ports.ts'
import { numbered } from '../../kit/numbered.ts'
import { eventually, temporaryFolder } from '../../kit/temporary.ts'

async function opened(options: Partial<FileSpoolOptions> = {}) {
  const folder = options.folder ?? join(temporaryFolder(), 'spool')
  const closed: string[] = []
  const spool = await openFileSpool({ folder, onClosed: (name) => closed.push(name), milliseconds: 60_000, ...options })
  onTestFinished(() => spool.close())
  const segments = join(folder, 'segments')
  const files = () => readdirSync(segments).sort()
  const textOf = (file: string) => readFileSync(join(segments, file))
  return { spool, folder, segments, closed, files, factsIn: (file: string) => factsOf(textOf(file)).facts }
}

describe('the file spool', () => {
  it('has the facts in the file once append resolves, in the order in which they were appended', async () => {
    const { spool, files, factsIn } = await opened()
    await Promise.all(Array.from({ length: 200 }, (_, number) => spool.append([numbered(2 * number), numbered(2 * number + 1)])))
    expect(files()).toEqual([expect.stringMatching(/^000000000001-\w{10}\.open$/)])
    expect(factsIn(files()[0] as string)).toEqual(Array.from({ length: 400 }, (_, number) => numbered(number)))
  })

  it('lets nobody but the owner read its files', async () => {
    const { spool, folder, segments, files } = await opened()
    await spool.append([numbered(1)])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(segments, files()[0] as string)).mode & 0o777).toBe(0o600)
  })

  it('closes a segment by age, without another append', async () => {
    const { spool, closed, files } = await opened({ milliseconds: 5 })
    await spool.append([numbered(1)])
    await eventually('closed', () => closed.length === 1)
    expect(files()).toEqual([`${closed[0]}.${groupOf([lineOf(numbered(1))]).length}.closed`])
  })

  it('makes no file while nothing is appended', async () => {
    const { spool, files } = await opened({ milliseconds: 1 })
    await spool.rotate()
    await spool.append([])
    expect(files()).toEqual([])
  })

  it('closes what a crash left open, tells of it, and cuts only the torn end', async () => {
    const first = await opened()
    await first.spool.append([numbered(1)])
    await first.spool.close()
    const left = '000000000007-aaaaaaaaaa'
    writeFileSync(join(first.segments, `${left}.open`), lineOf(numbered(2)) + lineOf(numbered(3)).slice(0, -4))
    const second = await opened({ folder: first.folder })
    expect(second.closed).toEqual([left])
    const segments = segmentFiles(first.folder, () => {})
    expect(await segments.names()).toEqual([first.closed[0], left])
    expect(await segments.read(left)).toEqual({ facts: [numbered(2)], damage: null })
    await second.spool.append([numbered(4)])
    expect(second.files().at(-1)).toMatch(/^000000000008-\w{10}\.open$/)
  })

  it('never uses a segment’s name again, even after the folder was emptied', async () => {
    const { spool, folder, closed } = await opened()
    const segments = segmentFiles(folder, () => {})
    await spool.append([numbered(1)])
    await spool.close()
    await segments.remove(closed[0] as string)
    await segments.remove(closed[0] as string)
    const again = await opened({ folder })
    await again.spool.append([numbered(2)])
    await again.spool.close()
    expect(again.closed[0]).not.toBe(closed[0])
  })

  it('says what waits on disk, and forgets what the drain removed', async () => {
    let waiting = 10
    const { spool, folder, closed } = await opened({ waiting: () => waiting })
    await spool.append([numbered(1)])
    const bytes = groupOf([lineOf(numbered(1))]).length
    expect(spool.backlog()).toEqual({ bytes: bytes + 10 })
    await spool.rotate()
    expect(spool.backlog()).toEqual({ bytes: bytes + 10 })
    await segmentFiles(folder, () => {}).remove(closed[0] as string)
    waiting = 0
    await spool.append([numbered(2)])
    await spool.rotate()
    await eventually('looked', () => spool.backlog().bytes === bytes)
  })

  it('takes nothing after it was closed', async () => {
    const { spool } = await opened()
    await spool.close()
    await expect(spool.append([numbered(1)])).rejects.toThrow('closed')
  })

  it('tells a full spool as such, with when to come again', async () => {
    const { spool } = await opened({ waiting: () => Number.MAX_SAFE_INTEGER })
    const error = await spool.append([numbered(1)]).catch((each) => each)
    expect(error).toBeInstanceOf(SpoolFull)
    expect(error.retryAfterSeconds).toBeGreaterThan(0)
  })

  it('closes a segment within seconds where the system had refused that, whatever it said, and says why once', async () => {
    const log: string[] = []
    const { spool, segments, closed, files } = await opened({ log: (line) => log.push(line) })
    await spool.append([numbered(1)])
    const open = files()[0] as string
    const inTheWay = join(segments, open.replace('open', `${statSync(join(segments, open)).size}.closed`))
    mkdirSync(join(inTheWay, 'x'), { recursive: true })
    await spool.rotate()
    await spool.append([numbered(2)])
    await spool.rotate()
    // The one after it is not held up.
    expect(closed).toHaveLength(1)
    expect(files()).toContain(open)
    expect(spool.waitsFor()).toBeGreaterThan(0)
    rmSync(inTheWay, { recursive: true })
    await eventually('closed too', () => closed.length === 2)
    expect(readFileSync(inTheWay, 'utf8')).toContain(lineOf(numbered(1)))
    expect(log).toEqual([expect.stringMatching(/^segment \S+ cannot be closed, and is tried again every second: E\w+: .*\.open/)])
  })

  it('tells senders to come again where no file can be opened, whatever the system says, and goes on once one can', async () => {
    const log: string[] = []
    const { spool, folder, segments, factsIn, files } = await opened({ log: (line) => log.push(line) })
    renameSync(segments, join(folder, 'away'))
    for (const number of [1, 2, 3]) await expect(spool.append([numbered(number)])).rejects.toBeInstanceOf(SpoolFull)
    renameSync(join(folder, 'away'), segments)
    await spool.append([numbered(4)])
    expect(files().flatMap(factsIn)).toEqual([numbered(4)])
    expect(log).toEqual([expect.stringMatching(/^facts cannot be written \(ENOENT: .*segments.*\); senders are told to come again$/)])
  })

  it('says 0 bytes again on a quiet collector once the drain has removed what waited', async () => {
    const { spool, folder, closed } = await opened()
    await spool.append([numbered(1)])
    await spool.rotate()
    expect(spool.backlog().bytes).toBeGreaterThan(0)
    await segmentFiles(folder, () => {}).remove(closed[0] as string)
    await eventually('looked', () => spool.backlog().bytes === 0 && spool.waitsFor() === 0)
  })

  it('after a write that fails keeps what it acknowledged, takes back what it did not, and goes on in another file', async () => {
    const folder = join(temporaryFolder(), 'spool')
    const child = fileURLToPath(new URL('../../kit/spool-limited.ts', import.meta.url))
    // The system lets no file of the child grow past 16 KiB: a real write that fails halfway.
    const command = `ulimit -f 16 && exec "${process.execPath}" --disable-warning=ExperimentalWarning "${child}" "${folder}"`
    const { stdout } = await promisify(execFile)('bash', ['-c', command])
    const { kept, failed } = JSON.parse(stdout) as { kept: number[]; failed: number[] }
    const segments = segmentFiles(folder, () => {})
    const facts = (await Promise.all((await segments.names()).map(segments.read))).flatMap((each) => each.facts)
    expect(failed.length).toBeGreaterThan(0)
    expect(kept.length).toBeGreaterThan(100)
    expect(facts).toEqual(kept.map(numbered))
  })
})
