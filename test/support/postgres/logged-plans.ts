import { open, stat } from 'node:fs/promises'

/** A statement as the server carried it out. */
export interface LoggedPlan {
  readonly text: string
  /** Tables that were read from their first row to the last. */
  readonly scanned: readonly string[]
  /** Indexes that were read from their first entry to the last. */
  readonly readThrough: readonly string[]
  /** Ranges of tables that it looked into, by the names of their partitions. */
  readonly ranges: readonly string[]
}

/** Has the server log how it carries out every statement in a database; for connections that are opened later. */
export function logPlans(database: string): readonly string[] {
  return Object.entries({
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_format': 'json',
    'auto_explain.log_nested_statements': 'on',
    // Says which ranges of a table were passed over.
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
  }).map(([name, value]) => `alter database ${database} set ${name} = '${value}'`)
}

/** Reads what was logged since the last call. */
export function planReader(logFile: string): () => Promise<readonly LoggedPlan[]> {
  let position = -1
  return async () => {
    const { size } = await stat(logFile)
    const from = position === -1 ? size : position
    position = size
    if (from === size) return []
    const log = await open(logFile)
    try {
      const { buffer } = await log.read(Buffer.alloc(size - from), 0, size - from, from)
      const { plans, whole } = plansIn(buffer.toString('utf8'))
      position = from + whole
      return plans
    } finally {
      await log.close()
    }
  }
}

/**
 * The lines that go on with an entry begin with a tab.
 *
 * @returns how many bytes have been read: an entry that is being written is left for the next time
 */
function plansIn(log: string): { readonly plans: readonly LoggedPlan[]; readonly whole: number } {
  const plans: LoggedPlan[] = []
  for (const { 0: entry, 1: json = '', index } of log.matchAll(ENTRY)) {
    const isLast = !log.includes('\n', index + entry.length)
    if (isLast && !json.endsWith('\t}\n')) return { plans, whole: Buffer.byteLength(log.slice(0, index)) }
    const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode }
    plans.push({ text, scanned: scannedBy(plan), readThrough: readThroughBy(plan), ranges: rangesOf(plan) })
  }
  return { plans, whole: Buffer.byteLength(log.slice(0, log.lastIndexOf('\n') + 1)) }
}

const ENTRY = /duration: \S+ ms {2}plan:\n((?:\t.*\n)+)/g

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Actual Loops': number
  readonly Plans?: readonly PlanNode[]
}

/** Names of partitions, with that of their table. */
const PARTITION = /^(payload|attempt)_(first|rest|from_\d+)$/

/** Of a table with ranges, one that has no rows is as well read as a whole. */
function scannedBy(node: PlanNode): readonly string[] {
  const { 'Node Type': type, 'Relation Name': name = '', 'Actual Loops': loops } = node
  const table = PARTITION.exec(name)?.[1]
  const isScan = type === 'Seq Scan' && (table === undefined || loops > 0)
  return [...(isScan ? [table ?? name] : []), ...(node.Plans ?? []).flatMap(scannedBy)]
}

function readThroughBy(node: PlanNode): readonly string[] {
  const { 'Index Name': name, 'Index Cond': condition } = node
  const own = name !== undefined && condition === undefined ? [name] : []
  return [...own, ...(node.Plans ?? []).flatMap(readThroughBy)]
}

function rangesOf(node: PlanNode): readonly string[] {
  const { 'Relation Name': name = '', 'Actual Loops': loops } = node
  const own = PARTITION.test(name) && loops > 0 ? [name] : []
  return [...own, ...(node.Plans ?? []).flatMap(rangesOf)]
}
