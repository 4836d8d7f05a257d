/** The long run’s part of test/browser/consent.suite.ts: the banner against a ClickHouse server. */
import { consentIn } from '../browser/consent.suite.ts'

consentIn('Node, a ClickHouse server')
