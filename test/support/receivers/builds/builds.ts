import type { BuildDouble } from './build-double.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { jenkins } from './jenkins.ts'

/** Every build system, by the kind of its targets. */
export const BUILDS: Readonly<Record<string, BuildDouble>> = { github, gitlab, jenkins }
