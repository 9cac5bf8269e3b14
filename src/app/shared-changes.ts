import { type Changes, TOPICS, type Topic } from '../domain/changes.ts'
import type { OtherNodes } from '../domain/other-nodes.ts'

/** The changes of all processes on a database: those of this one reach the readers of the others too. */
export function sharedChanges(local: Changes, nodes: OtherNodes): Changes {
  nodes.setWatched(() => local.isWatched)
  nodes.onHint(({ changes = [], rights }) => {
    for (const [topic, projectId] of changes) local.publish(topic, projectId)
    if (rights === true) local.rightsChanged()
  })
  nodes.onDoubt(() => {
    for (const topic of TOPICS) local.publish(topic, null)
  })
  return {
    get isWatched() {
      return local.isWatched || nodes.areWatching
    },
    publish(topic: Topic, projectId: number | null) {
      local.publish(topic, projectId)
      // Each process finds out about rules by itself.
      if (topic !== 'rules' && nodes.areWatching) nodes.tell({ changes: [[topic, projectId]] })
    },
    rightsChanged() {
      local.rightsChanged()
      if (nodes.areWatching) nodes.tell({ rights: true })
    },
  }
}
