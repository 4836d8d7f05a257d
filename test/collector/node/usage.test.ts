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
    ['site slice list A.org', { command: { command: 'site slice list', domain: 'a.org' } }],
    [
      'site slice add a.org --name Phones --device mobile --source a.org --source b.org',
      {
        command: {
          command: 'site slice add',
          domain: 'a.org',
          name: 'Phones',
          conditions: [
            ['source', ['a.org', 'b.org']],
            ['device', ['mobile']],
          ],
        },
      },
    ],
    ['site slice remove a.org --name Phones', { command: { command: 'site slice remove', domain: 'a.org', name: 'Phones' } }],
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
    ['site slice', 'unknown command: site slice'],
    ['site slice add a.org --device mobile', 'site slice add needs --name <name>'],
    ['site slice add a.org --name x', 'site slice add needs a condition: --source, --device, --country, --language, --entry, --path'],
    ['audit now', 'audit takes no "now"'],
    ['audit --fast', "Unknown option '--fast'"],
  ])('%s is refused', (line, wrong) => {
    expect(parseArguments(line.split(' '))).toEqual({ wrong })
  })
})
