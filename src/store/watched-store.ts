import type { Changes } from '../domain/changes.ts'
import type { DeliveryControl } from '../domain/delivery/delivery-control.ts'
import type { DecidedEvent, Queue } from '../domain/delivery/queue.ts'
import type { Store } from '../domain/store.ts'

type Telling = <Input extends readonly unknown[], Result>(
  change: (...input: Input) => Promise<Result>,
  tell: (result: Result, ...input: Input) => void,
) => (...input: Input) => Promise<Result>

/**
 * The same store, which reports its changes. Every change passes here, so no other part needs to know who looks on; while
 * nobody does, each call goes straight through.
 */
export function watchedStore(store: Store, changes: Changes): Store {
  store.onRulesChanged(() => changes.tell('rules', null))
  const telling: Telling =
    (change, tell) =>
    (...input) => {
      const stored = change(...input)
      // A change that fails has changed nothing; its caller hears of that.
      if (changes.isWatched)
        stored.then(
          (result) => tell(result, ...input),
          () => undefined,
        )
      return stored
    }
  return {
    ...store,
    queue: watchedQueue(store.queue, telling, changes),
    deliveryControl: watchedControl(store.deliveryControl, telling, changes),
    ...watchedRights(store, telling, changes),
  }
}

function watchedQueue(queue: Queue, telling: Telling, { tell }: Changes): Queue {
  const tellEvents = (events: readonly Pick<DecidedEvent, 'projectId' | 'deliveries'>[]): void => {
    for (const { projectId, deliveries } of events) {
      tell('events', projectId)
      if (deliveries.length > 0) tell('deliveries', projectId)
    }
  }
  return {
    ...queue,
    accept: telling(queue.accept, (_, { events }) => tellEvents(events)),
    settle: telling(queue.settle, (_, { events }) => tellEvents(events)),
    claim: telling(queue.claim, ({ deliveries }) => {
      for (const { projectId } of deliveries) tell('deliveries', projectId)
    }),
    complete: telling(queue.complete, (_, { projectId }) => tell('deliveries', projectId)),
    giveBack: telling(queue.giveBack, (_, { deliveries }) => {
      for (const { projectId } of deliveries) tell('deliveries', projectId)
    }),
    sweep: telling(queue.sweep, ({ released, expired }) => {
      if (released.length > 0 || expired > 0) tell('deliveries', null)
    }),
  }
}

function watchedControl(control: DeliveryControl, telling: Telling, { tell }: Changes): DeliveryControl {
  return {
    replay: telling(control.replay, (_, events) => {
      for (const { projectId } of events) tell('deliveries', projectId)
    }),
    redeliver: telling(control.redeliver, () => tell('deliveries', null)),
    stop: telling(control.stop, () => tell('deliveries', null)),
  }
}

type Rights = 'projects' | 'sessions' | 'users' | 'members' | 'robots'

/** Whatever can take from someone the right to look on. */
function watchedRights(
  { projects, sessions, users, members, robots }: Pick<Store, Rights>,
  telling: Telling,
  { rightsChanged }: Changes,
): Pick<Store, Rights> {
  const tell = (): void => rightsChanged()
  return {
    projects: { ...projects, remove: telling(projects.remove, tell) },
    sessions: {
      ...sessions,
      remove: telling(sessions.remove, tell),
      removeOf: telling(sessions.removeOf, tell),
    },
    users: { ...users, update: telling(users.update, tell), remove: telling(users.remove, tell) },
    members: { ...members, setRole: telling(members.setRole, tell), remove: telling(members.remove, tell) },
    robots: { ...robots, update: telling(robots.update, tell), remove: telling(robots.remove, tell) },
  }
}
