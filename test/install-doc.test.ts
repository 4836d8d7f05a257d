/** docs/install.md leaves nothing out and names nothing that is not there: every block is run, every framework has its line, every name is the code's. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { help, parseArguments } from '../collector/node/cli/parse-arguments.ts'
import { appNames } from './hostile/installed.mjs'
import { docBlock } from './kit/doc.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8')
const page = read('docs/install.md')
const tests = globSync('test/{browser,proof}/install*.test.ts', { cwd: root }).map(read).join('\n')

const markers = [...page.matchAll(/<[!]-- (.*?) -->\n```/g)].map(([, marker]) => marker!)
const sorted = (values: Iterable<string | undefined>) => [...new Set(values)].sort()

describe('the blocks', () => {
  it('all have a name of their own', () => {
    expect(markers.length).toBeGreaterThan(20)
    expect(page.match(/^```\w/gm)).toHaveLength(markers.length)
    expect(sorted(markers)).toHaveLength(markers.length)
  })

  it.each(markers.filter((marker) => !marker.startsWith('framework ')))('%s is run by a test', (marker) => {
    expect(tests).toMatch(new RegExp(`(recipe|headerOf|settingsOf|docBlock|lacking)\\(('install.md', )?'${marker}'`))
  })
})

/** Each part of the page about frameworks: what is to be written, and the files of small apps that it links to. */
const parts = page
  .slice(page.indexOf('\n## Frameworks'), page.indexOf('\n## Pages behind'))
  .split('\n### ')
  .slice(1)
  .map((part) => ({
    lines: (/<[!]-- framework .*? -->\n```\w+\n([\s\S]*?)```/.exec(part)?.[1] ?? '').trim().split('\n').map(placed),
    files: [...part.matchAll(/\]\(\.\.\/(test\/hostile\/frameworks\/[^)]+)\)/g)].map(([, file]) => file!),
  }))
/** At the address and for the site of these apps. */
function placed(line: string): string {
  return line.trim().replace('https://stats.example.org', '').replace('site=example.org', 'site=site.test')
}

describe('the frameworks', () => {
  it('are those of the apps, each with its line', () => {
    expect(sorted(parts.flatMap(({ files }) => files).map((file) => file.split('/')[3]))).toEqual(sorted(appNames()))
  })

  const written = parts.flatMap(({ lines, files }) => files.map((file) => [file, lines] as const))
  it.each(written)('%s says what the page says', (file, lines) => {
    expect(lines.join('')).toContain('/footfall.js?site=site.test')
    const there = read(file)
      .split('\n')
      .map((line) => line.trim())
    let last = -1
    for (const line of lines.filter(Boolean)) {
      last = there.indexOf(line, last + 1)
      expect(last, line).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('the names', () => {
  const snippet = globSync('snippet/**/*.ts', { cwd: root }).map(read).join('\n')

  it('of colours are all that the banner knows', () => {
    const block = docBlock('install.md', 'colours')
    expect(sorted(block.match(/--footfall-\w+/g) ?? [])).toEqual(sorted(snippet.match(/--footfall-\w+/g) ?? []))
  })

  it('of the tag’s attributes are those that it reads', () => {
    const [, table = ''] = /\| attribute \| \|\n([\s\S]*?)\n\n/.exec(page) ?? []
    const named = sorted([...table.matchAll(/^\| `data-([a-z]+)/gm)].map(([, name]) => name))
    const dataset =
      /const \{(.*?)\}: DOMStringMap/
        .exec(snippet)?.[1]
        ?.split(',')
        .map((name) => name.trim()) ?? []
    const selected = [...snippet.matchAll(/script\[data-([a-z]+)/g)].map(([, name]) => name)
    expect(named).toEqual(sorted([...dataset, ...selected]))
  })

  it('by which optimisers let the tag be stand on it', () => {
    const [, table = ''] = /\| optimiser \|.*\n([\s\S]*?)\n\n/.exec(page) ?? []
    const named = table
      .split('\n')
      .flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([\w-]+(="[^"]*")?)`/g)].map(([, name]) => name!))
    const standing = docBlock('install.md', 'optimisers')
      .replace(/^<script async | src=.*$/gm, '')
      .trim()
      .split(' ')
    expect(sorted(named.filter((name) => name !== 'src'))).toEqual(sorted(standing))
  })

  it('of commands and their options are read by the command line', () => {
    const commands = [...page.matchAll(/(?:npm run footfall -- |`)(site add [^`\n]*)/g)].map(([, command]) => command!.trim())
    expect(commands.length).toBeGreaterThan(4)
    for (const command of commands.filter((each) => each !== 'site add')) {
      expect(parseArguments(command.split(' ')), command).toHaveProperty('command')
    }
    for (const [, option] of page.matchAll(/`(--[a-z-]+)`/g)) {
      if (!option!.startsWith('--footfall')) expect(help).toContain(`${option} `)
    }
  })

  it('in the table of the console are every word that the tag and its address can say', () => {
    const said = [...page.matchAll(/^\| `(Footfall[ :].*?)` \|/gm)].map(([, text]) => text!)
    const route = read('collector/routes/snippet.ts')
    const warned = [
      ...[...snippet.matchAll(/console\.warn\('(.*?)'/g)].map(([, text]) => text!),
      ...[...route.matchAll(/[`'](there is [^`']*|name the site[^`']*|the tag is not built[^`']*)[`']/g)].map(
        ([, text]) => `Footfall: ${text}`,
      ),
    ]
    // One of the route's calls has two.
    expect(warned).toHaveLength([...snippet.matchAll(/console\.\w+\(/g)].length + [...route.matchAll(/\bwarning\(context, /g)].length + 1)
    // What is put into a word stands for anything.
    const patterns = warned.map((text) => new RegExp(`^${text.replace(/[.*+?^()[\]|\\]/g, '\\$&').replace(/\$\{.*?\}/g, '.+')}`))
    for (const [index, pattern] of patterns.entries())
      expect(
        said.filter((text) => pattern.test(text)),
        warned[index],
      ).toHaveLength(1)
    expect(said).toHaveLength(patterns.length)
  })
})
