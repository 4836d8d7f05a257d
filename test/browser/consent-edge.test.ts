import { consentIn } from './consent.suite.ts'

consentIn('the edge')
