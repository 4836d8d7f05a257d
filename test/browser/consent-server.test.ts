import { consentIn } from './consent.suite.ts'

consentIn('Node, a ClickHouse server')
