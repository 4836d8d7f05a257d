/** Who may import whom (docs/architecture.md): walls between the programs, `import type` included, and no cycles. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const programs = ['contract', 'collector', 'snippet', 'dashboard']
const files = programs.flatMap((program) =>
  globSync(`${program}/**/*.{ts,tsx}`, { cwd: root, exclude: ['**/dist/**', '**/node_modules/**'] }),
)

interface Import {
  from: string
  to: string
  typeOnly: boolean
  dynamic: boolean
}

/** Comments and strings other than module names cannot look like this at a line's start, or after `import(`. */
const pattern =
  /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^\s*\}\s*from\s+['"]([^'"]+)['"]/gm

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[2] ?? match[3] ?? match[4] ?? ''
    const to = name.startsWith('.') ? normalize(join(dirname(file), name)) : name
    return { from: file, to, typeOnly: Boolean(match[1]), dynamic: match[3] !== undefined }
  })
}

const imports = files.flatMap(importsOf)
const local = imports.filter(({ to }) => programs.some((program) => to.startsWith(`${program}/`)))
const inside = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
const said = (found: Import[]) => found.map(({ from, to }) => `${from} → ${to}`)

describe('the walls', () => {
  it('are looked at in every program', () => {
    for (const program of programs) expect(files.filter(inside(program)).length, program).toBeGreaterThan(0)
    expect(local.length).toBeGreaterThan(20)
  })

  it.each([
    ['contract', (to: string) => inside('contract')(to) || to === 'valibot' || to === 'punycode.js'],
    ['snippet', (to: string) => inside('snippet')(to) || inside('contract')(to) || !programs.includes(to.split('/')[0] ?? '')],
    ['dashboard', (to: string) => inside('dashboard')(to) || inside('contract')(to) || !programs.includes(to.split('/')[0] ?? '')],
    ['collector', (to: string) => inside('collector')(to) || inside('contract')(to) || !programs.includes(to.split('/')[0] ?? '')],
  ] as const)('%s imports only what it may', (program, may) => {
    expect(said(imports.filter(({ from, to }) => inside(program)(from) && !may(to)))).toEqual([])
  })

  it('keep the two homes to themselves: nobody else imports them', () => {
    for (const home of ['collector/node', 'collector/worker']) {
      expect(said(local.filter(({ from, to }) => inside(home)(to) && !inside(home)(from)))).toEqual([])
    }
  })

  it('keep node:* in collector/node', () => {
    // Build settings of the two browser programs run in node too.
    const found = imports.filter(
      ({ from, to }) => to.startsWith('node:') && !inside('collector/node')(from) && !from.endsWith('vite.config.ts'),
    )
    expect(said(found)).toEqual([])
  })

  it('keep routes from touching spool and store', () => {
    const reached = (to: string) => inside('collector/spool')(to) || inside('collector/store')(to)
    expect(said(local.filter(({ from, to }) => inside('collector/routes')(from) && reached(to)))).toEqual([])
  })

  it('keep a hit, which may hold an address, inside ingest', () => {
    expect(said(local.filter(({ from, to }) => to === 'collector/ingest/hit.ts' && !inside('collector/ingest')(from)))).toEqual([])
  })

  it('let the snippet core reach its other bundles by dynamic import only, from one file', () => {
    const lazy = (path: string) => inside('snippet/banner')(path) || inside('snippet/vitals')(path)
    const reaching = local.filter(({ from, to }) => lazy(to) && !lazy(from))
    expect(said(reaching.filter(({ dynamic, typeOnly }) => !dynamic && !typeOnly))).toEqual([])
    expect(new Set(reaching.filter(({ dynamic }) => dynamic).map(({ from }) => from)).size).toBeLessThanOrEqual(1)
  })
})

/** Each circle of a graph, as the way through it. */
function circlesIn(nodes: readonly string[], edges: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (node: string, trail: string[]): void => {
    if (trail.includes(node)) circles.push([...trail.slice(trail.indexOf(node)), node].join(' → '))
    if (done.has(node) || trail.includes(node)) return
    for (const next of edges.get(node) ?? []) walk(next, [...trail, node])
    done.add(node)
  }
  for (const node of nodes) walk(node, [])
  return circles
}

function edgesOf(found: readonly Import[]): Map<string, string[]> {
  const edges = new Map<string, string[]>()
  for (const { from, to } of found) edges.set(from, [...(edges.get(from) ?? []), to])
  return edges
}

describe('the imports', () => {
  it('run in no circle', () => expect(circlesIn(files, edgesOf(local.filter(({ typeOnly }) => !typeOnly)))).toEqual([]))

  it('run in no circle of types either', () => {
    expect(circlesIn(files, edgesOf(local))).toEqual([])
  })

  it('of the dashboard’s folders are only of those before them', () => {
    const own = local.filter(({ from, to }) => inside('dashboard')(from) && inside('dashboard')(to))
    const order = ['api', 'state', 'i18n', 'chart', 'ui', 'cards', 'pages']
    const placeOf = (path: string) => (path.split('/').length === 2 ? order.length : order.indexOf(path.split('/')[1]!))
    expect(files.filter(inside('dashboard')).filter((file) => placeOf(file) < 0 && !file.endsWith('.config.ts'))).toEqual([])
    expect(said(own.filter(({ from, to }) => placeOf(to) > placeOf(from)))).toEqual([])
  })
})

it('exported types have names of their own', () => {
  const pattern = /^export (?:declare )?(?:abstract )?(?:type|interface|class) (\w+)/gm
  const exported = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(pattern)].map(([, name]) => ({ file, name })),
  )
  expect(exported.length).toBeGreaterThan(200)
  const twins = [...Map.groupBy(exported, ({ name }) => name)].filter(([, each]) => each.length > 1)
  expect(twins.map(([name, each]) => `${name}: ${each.map(({ file }) => file).join(', ')}`)).toEqual([])
})

it('the files of the dashboard have names of their own, apart from the parts that each card has', () => {
  const parts = ['index', 'card', 'data', 'questions']
  const names = files.filter(inside('dashboard')).map((file) => /([^/]+)\.tsx?$/.exec(file)![1]!)
  expect(names.filter((name, index) => names.indexOf(name) !== index && !parts.includes(name))).toEqual([])
})
