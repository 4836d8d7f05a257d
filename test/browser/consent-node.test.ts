import { consentIn } from './consent.suite.ts'

consentIn('Node, the engine inside')
