// Facts about the project that the scripts need before its dependencies exist.

import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** The Node that the project runs on. It comes as a dependency, so it exists only after set-up. */
export const projectNode = path.join(root, 'node_modules/.bin/node')

/** A failure that the user can understand and fix: its message is all there is to show. */
export class SetupFailure extends Error {}
