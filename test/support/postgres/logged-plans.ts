import { open, stat } from 'node:fs/promises'

/** A statement as the server carried it out. */
export interface LoggedPlan {
  readonly text: string
  /** Tables that were read from their first row to the last. */
  readonly scanned: readonly string[]
}

/** Has the server log how it carries out every statement in a database; for connections that are opened later. */
export function logPlans(database: string): readonly string[] {
  return Object.entries({
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_format': 'json',
    'auto_explain.log_nested_statements': 'on',
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
      return plansIn(buffer.toString('utf8'))
    } finally {
      await log.close()
    }
  }
}

/** The lines that go on with an entry begin with a tab. */
function plansIn(log: string): readonly LoggedPlan[] {
  return [...log.matchAll(/duration: \S+ ms {2}plan:\n((?:\t.*\n)+)/g)].map(([, json = '']) => {
    const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode }
    return { text, scanned: scannedBy(plan) }
  })
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly PlanNode[]
}

function scannedBy(node: PlanNode): readonly string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : []
  return [...own, ...(node.Plans ?? []).flatMap(scannedBy)]
}
