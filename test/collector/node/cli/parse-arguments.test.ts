/** The command line's words: what is understood, and what is said of the rest. */
import { describe, expect, it } from 'vitest'
import { help, parseArguments } from '../../../../collector/node/cli/parse-arguments.ts'
import { siteOptions } from '../../../../collector/node/cli/site-options.ts'

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
    ['site consent A.org', { command: { command: 'site consent', domain: 'a.org' } }],
    ['site consent A.org ./consent.json', { command: { command: 'site consent', domain: 'a.org' }, file: './consent.json' }],
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
    [
      'site add example.org --return-host pay.example --hash-routes --query page=home,about --query page=jobs --replace-views --framed-views --one-network',
      {
        command: {
          command: 'site add',
          site: {
            domain: 'example.org',
            returnHosts: ['pay.example'],
            hashRoutes: true,
            queryPages: { key: 'page', values: ['home', 'about', 'jobs'] },
            replaceViews: true,
            framedViews: true,
            oneNetwork: true,
          },
        },
      },
    ],
    [
      'site add example.org --no-host a.org --no-campaign x --no-return-host b.org --no-hash-routes --no-query --no-replace-views --no-framed-views --no-one-network',
      {
        command: {
          command: 'site add',
          site: { domain: 'example.org', hashRoutes: null, queryPages: null, replaceViews: null, framedViews: null, oneNetwork: null },
          without: { hosts: ['a.org'], campaigns: ['x'], returnHosts: ['b.org'] },
        },
      },
    ],
    ['site paths https://BÜCHER.example/', { command: { command: 'site paths', domain: 'xn--bcher-kva.example', preview: false } }],
    ['key create --site example.org', { command: { command: 'key create', sites: ['example.org'] } }],
    [
      'key create --site a.org --site B.org --label report --days 90',
      { command: { command: 'key create', sites: ['a.org', 'b.org'], label: 'report', days: 90 } },
    ],
    ['key list', { command: { command: 'key list' } }],
    ['key revoke Report', { command: { command: 'key revoke', key: 'Report' } }],
    ['session list', { command: { command: 'session list' } }],
    ['session end-all', { command: { command: 'session end-all' } }],
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
    ['key create --site a.org --days soon', 'key create takes whole days: --days 90'],
    ['key revoke', 'key revoke needs one id or label'],
    ['key list now', 'key list takes no "now"'],
    ['session', 'unknown command: session'],
    ['site add a.org --hash-routes --no-hash-routes', 'site add takes --hash-routes or --no-hash-routes'],
    ['site add a.org --query page', 'site add takes one key and its values: --query page=home,about'],
    ['site add a.org --query a=x --query b=y', 'site add takes one key and its values: --query page=home,about'],
    ['site add a.org --host', "Option '--host <value>' argument missing"],
    ['site add a.org --host --zone', "Option '--host' argument is ambiguous"],
    ['site paths a.org --none --rule /x', 'site paths takes --rule or --none'],
    ['site slice', 'unknown command: site slice'],
    ['site slice add a.org --device mobile', 'site slice add needs --name <name>'],
    ['site slice add a.org --name x', 'site slice add needs a condition: --source, --device, --country, --language, --entry, --path'],
    ['audit now', 'audit takes no "now"'],
    ['audit --fast', "Unknown option '--fast'"],
  ])('%s is refused', (line, wrong) => {
    expect(parseArguments(line.split(' '))).toEqual({ wrong })
  })
  it('are all named in the help', () => {
    for (const name of Object.keys(siteOptions)) expect(help).toContain(`--${name}`)
  })
})
