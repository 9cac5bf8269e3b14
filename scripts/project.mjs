// What the scripts know of the project before its dependencies exist.

import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The Node that the project runs on. It comes as a dependency, so it exists only after set-up. */
export const projectNode = path.join(root, 'node_modules/.bin/node')

/** A failure that the user can understand and mend: its message is all there is to show. */
export class SetupFailure extends Error {}
