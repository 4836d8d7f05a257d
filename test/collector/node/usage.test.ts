/** The command line's words: what is understood, and what is said of the rest. */
import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../../collector/node/usage.ts'

describe('arguments', () => {
  it.each([
    ['site list', { command: { command: 'site list' } }],
    ['site remove Riverton.example', { command: { command: 'site remove', domain: 'riverton.example' } }],
    ['site paths a.org', { command: { command: 'site paths', domain: 'a.org', preview: false } }],
    [
      'site paths A.org --rule /case/* --preview',
      { command: { command: 'site paths', domain: 'a.org', rules: ['/case/*'], preview: true } },
    ],
    ['site paths a.org --none', { command: { command: 'site paths', domain: 'a.org', rules: [], preview: false } }],
    ['link', { command: { command: 'link' } }],
    ['audit', { command: { command: 'audit' } }],
    ['site add example.org', { command: { command: 'site add', site: { domain: 'example.org' } } }],
    [
      'site add example.org --host www.example.org --host shop.example.org --zone America/Chicago',
      {
        command: {
          command: 'site add',
          site: { domain: 'example.org', hosts: ['www.example.org', 'shop.example.org'], zone: 'America/Chicago' },
        },
      },
    ],
    ['key create --site example.org', { command: { command: 'key create', sites: ['example.org'] } }],
    ['help', { help: true }],
    ['site add --help', { help: true }],
  ])('%s', (line, expected) => {
    expect(parseArguments(line.split(' '))).toEqual(expected)
  })
  it.each([
    ['site', 'unknown command: site'],
    ['site remove', 'site remove needs one domain'],
    ['constructor', 'unknown command: constructor'],
    ['site add', 'site add needs one domain'],
    ['key create', 'key create needs --site <domain>'],
    ['site paths a.org --none --rule /x', 'site paths takes --rule or --none'],
    ['audit now', 'audit takes no "now"'],
    ['audit --fast', "Unknown option '--fast'"],
  ])('%s is refused', (line, wrong) => {
    expect(parseArguments(line.split(' '))).toEqual({ wrong })
  })
})
