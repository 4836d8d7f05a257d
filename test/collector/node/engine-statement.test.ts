import { describe, expect, it } from 'vitest'
import { askedText, databaseOf, insertOf, insertSettingsOf, kindOf, paramsOf, Refused } from '../../../collector/node/engine/statement.ts'

const search = (text: string) => new URLSearchParams(text)

describe('kindOf', () => {
  it.each([
    ['SELECT 1', 'ask'],
    ['  (select 1)', 'ask'],
    ['WITH 1 AS x SELECT x', 'ask'],
    ['EXPLAIN SELECT 1', 'ask'],
    ['CREATE TABLE t (a Int8) ENGINE = Memory', 'write'],
    ['insert into t SELECT 1', 'write'],
    ['ALTER TABLE t ADD COLUMN b Int8', 'write'],
  ])('%s: %s', (sql, kind) => expect(kindOf(sql)).toBe(kind))

  it.each(['SET max_threads = 1', 'USE other', '', 'ATTACH TABLE t', 'SELECTED'])('refuses %j, which could change a connection', (sql) =>
    expect(() => kindOf(sql)).toThrow(Refused),
  )
})

describe('insertOf', () => {
  it.each([
    ['INSERT INTO cells FORMAT JSONCompactEachRow', { table: 'cells', format: 'JSONCompactEachRow' }],
    ['INSERT INTO cells (site, count) FORMAT TSV', { table: 'cells', columns: ['site', 'count'], format: 'TSV' }],
    ['INSERT INTO cells(site) FORMAT TSV', { table: 'cells', columns: ['site'], format: 'TSV' }],
    ['INSERT INTO cells (site, sum(a)) FORMAT TSV', null],
    ['insert into a.b format TSV', { table: 'a.b', format: 'TSV' }],
    ['INSERT INTO cells SELECT 1 FORMAT TSV', null],
    ["INSERT INTO cells FORMAT TSV SETTINGS a = 'b'", null],
    ['SELECT 1', null],
    [null, null],
  ])('%j', (sql, found) => expect(insertOf(sql)).toEqual(found))
})

describe('settings', () => {
  it('only those of the list go into a statement', () => {
    const text = askedText('SELECT 1', {
      search: search('max_execution_time=5&readonly=0&log_comment=x&allow_introspection_functions=1'),
      params: new Map(),
      name: 'a',
    })
    expect(text).toBe("USE default;\nSELECT 1\nSETTINGS max_execution_time = 5, log_comment = 'a'")
    expect(insertSettingsOf(search('insert_deduplicate=0&max_execution_time=5'))).toEqual({ async_insert: 0, insert_deduplicate: 0 })
  })

  it.each(['1; DROP TABLE t', "'1'", '1 OR 1', '-1', '', '1e9'])('a value %j is refused', (value) => {
    expect(() =>
      askedText('SELECT 1', { search: search(new URLSearchParams({ max_threads: value }).toString()), params: new Map(), name: 'a' }),
    ).toThrow(Refused)
    expect(() => insertSettingsOf(search(new URLSearchParams({ async_insert: value }).toString()))).toThrow(Refused)
  })

  it.each(['a b', 'a;b', 'a.b', '', '`a`'])('a database named %j is refused', (name) =>
    expect(() => databaseOf(search(new URLSearchParams({ database: name }).toString()))).toThrow(Refused),
  )
})

describe('parameters', () => {
  it.each([
    ["it's", "'it\\'s'"],
    ['a\\\\b\\n', "'a\\\\\\\\b\\\\n'"],
    ["\\'; DROP TABLE t; --", "'\\\\\\'; DROP TABLE t; --'"],
  ])('%j is quoted for SQL', (value, literal) =>
    expect(askedText('SELECT {x:String}', { search: search(''), params: new Map([['x', value]]), name: 'a' })).toBe(
      `USE default;\nSET param_x = ${literal};\nSELECT {x:String}`,
    ),
  )

  it('one that is not given is refused, since the connection may keep an old one', () =>
    expect(() => askedText('SELECT {x:String}', { search: search(''), params: new Map(), name: 'a' })).toThrow(
      'Substitution `x` is not set',
    ))

  it('names are plain, from the address and from a form', () => {
    expect(paramsOf(search('param_a=1&b=2'), [['param_c', '3']])).toEqual(
      new Map([
        ['a', '1'],
        ['c', '3'],
      ]),
    )
    expect(() => paramsOf(search('param_a=1&param_b%3D1=2'))).toThrow(Refused)
  })
})
