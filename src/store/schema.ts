import type { DeliveryTables } from './delivery/delivery-tables.ts'
import type { NodeTables } from './node-tables.ts'
import type { EventTables } from './event/event-tables.ts'
import type { HourTables } from './figures/hour-tables.ts'
import type { PeopleTables } from './people/people-tables.ts'
import type { PolicyTables } from './policy/policy-tables.ts'
import type { ProblemTables } from './problem/problem-tables.ts'
import type { ProjectTables } from './project/project-tables.ts'
import type { RetentionTables } from './retention/retention-tables.ts'
import type { ScanningTables } from './scanning/scanning-tables.ts'
import type { SourceTables } from './source/source-tables.ts'
import type { TargetTables } from './target/target-tables.ts'

/** The tables, for Kysely. Times are integer milliseconds; booleans are 0 or 1; `*_json` columns hold JSON text. */
export interface Schema
  extends
    EventTables,
    DeliveryTables,
    HourTables,
    PolicyTables,
    TargetTables,
    ProjectTables,
    ProblemTables,
    PeopleTables,
    SourceTables,
    ScanningTables,
    RetentionTables,
    NodeTables {}
