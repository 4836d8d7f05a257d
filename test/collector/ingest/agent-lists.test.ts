/** How often a user agent is misjudged: every one of public lists of people and of programs (test/fixtures/agents). */
import { readFileSync } from 'node:fs'
import { isbot } from 'isbot'
import { expect, it } from 'vitest'
import { isBot } from '../../../collector/ingest/enrich/agent.ts'
import { expectDocBlock } from '../../kit/doc.ts'

interface List {
  agents: string[]
  /** Those that are known to be judged otherwise. */
  named: string[]
}

function read(name: 'people' | 'programs'): List {
  const lines = readFileSync(new URL(`../../fixtures/agents/${name}.txt`, import.meta.url), 'utf8').split('\n')
  const agentIn = (line: string) => (line.startsWith('! ') ? line.slice(line.indexOf('\t') + 1) : line)
  const given = lines.filter((line) => line !== '' && !line.startsWith('# '))
  return { agents: given.map(agentIn), named: given.filter((line) => line.startsWith('! ')).map(agentIn) }
}

const people = read('people')
const programs = read('programs')
const refused = people.agents.filter(isBot)
const taken = programs.agents.filter((agent) => !isBot(agent))
const share = (some: number, { agents }: List) => `${some} of ${agents.length} (${((100 * some) / agents.length).toFixed(2)} %)`

it('a person’s agent is refused, and a program’s is taken, in no case but those that are named', () => {
  expect(refused).toEqual(people.named)
  expect(taken).toEqual(programs.named)
})

it('docs/refusals.md says how often', () => {
  const byIsbot = [people.agents.filter((agent) => isbot(agent)).length, programs.agents.filter((agent) => !isbot(agent)).length] as const
  const text = [
    `agents of people refused: ${share(refused.length, people)}; by isbot alone ${share(byIsbot[0], people)}`,
    `agents of programs taken: ${share(taken.length, programs)}; by isbot alone ${share(byIsbot[1], programs)}`,
  ].join('\n')
  console.info(text)
  expectDocBlock('refusals.md', 'agents', text)
})
