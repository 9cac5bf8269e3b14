import type { ServiceDouble } from '../service-double.ts'
import { github } from './github.ts'

/** Every build system, by the kind of its targets. */
export const BUILDS: Readonly<Record<string, ServiceDouble>> = { github }
