/** `npm run build`: builds the tag and the dashboard where their sources have changed. */
import { build } from './install.mjs'

build()
