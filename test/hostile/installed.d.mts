/** Types of installed.mjs. */
export interface Descriptor {
  name: string
  framework: string
  version: string
  build: string[]
  output: string
  fallback: string | null
  paths: { home: string; about: string; contact: string }
  redirect: string | null
  replace: string | null
  hydratesDocument: boolean
  tag: string
  source: string
  server?: { redirects?: Record<string, string>; json?: { request: string; suffix: string; answer: Record<string, string> } }
}
/** Nothing can be installed on this machine: its message says why. */
export class NotReached extends Error {}
export function appNames(): string[]
export function descriptorOf(name: string): Descriptor
export function libraries(): Promise<string>
export function app(name: string): Promise<{ folder: string; descriptor: Descriptor }>
