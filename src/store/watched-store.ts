import type { Changes } from '../domain/changes.ts'
import type { DeliveryControl } from '../domain/delivery/delivery-control.ts'
import type { DecidedEvent, Queue } from '../domain/delivery/queue.ts'
import type { Problems } from '../domain/problem/problems.ts'
import type { Store } from '../domain/store.ts'
import type { Breakers } from '../domain/target/breakers.ts'

type Publishing = <Input extends readonly unknown[], Result>(
  change: (...input: Input) => Promise<Result>,
  publish: (result: Result, ...input: Input) => void,
) => (...input: Input) => Promise<Result>

/**
 * The same store, which reports its changes. Every change passes here, so no other part needs to know who looks on; while
 * nobody does, each call goes straight through.
 */
export function watchedStore(store: Store, changes: Changes): Store {
  store.onRulesChanged(() => changes.publish('rules', null))
  const publishing: Publishing =
    (change, publish) =>
    (...input) => {
      const stored = change(...input)
      // A change that fails has changed nothing; its caller hears of that.
      if (changes.isWatched)
        stored.then(
          (result) => publish(result, ...input),
          () => undefined,
        )
      return stored
    }
  return {
    ...store,
    queue: watchedQueue(store.queue, publishing, changes),
    deliveryControl: watchedControl(store.deliveryControl, publishing, changes),
    breakers: watchedBreakers(store.breakers, publishing, changes),
    problems: watchedProblems(store.problems, publishing, changes),
    ...watchedRights(store, publishing, changes),
  }
}

function watchedQueue(queue: Queue, publishing: Publishing, { publish }: Changes): Queue {
  const publishEvents = (events: readonly Pick<DecidedEvent, 'projectId' | 'deliveries'>[]): void => {
    for (const { projectId, deliveries } of events) {
      publish('events', projectId)
      if (deliveries.length > 0) publish('deliveries', projectId)
    }
  }
  return {
    ...queue,
    accept: publishing(queue.accept, (_, { events }) => publishEvents(events)),
    settle: publishing(queue.settle, (_, { events }) => publishEvents(events)),
    claim: publishing(queue.claim, ({ deliveries }) => {
      for (const { projectId } of deliveries) publish('deliveries', projectId)
    }),
    complete: publishing(queue.complete, (_, { projectId }) => publish('deliveries', projectId)),
    giveBack: publishing(queue.giveBack, (_, { deliveries }) => {
      for (const { projectId } of deliveries) publish('deliveries', projectId)
    }),
    sweep: publishing(queue.sweep, ({ released, expired }) => {
      if (released.length > 0 || expired > 0) publish('deliveries', null)
    }),
  }
}

function watchedControl(
  control: DeliveryControl,
  publishing: Publishing,
  { publish }: Changes,
): DeliveryControl {
  return {
    ...control,
    recover: publishing(control.recover, () => publish('deliveries', null)),
    replay: publishing(control.replay, (_, events) => {
      for (const { projectId } of events) publish('deliveries', projectId)
    }),
    redeliver: publishing(control.redeliver, () => publish('deliveries', null)),
    redeliverOnce: publishing(control.redeliverOnce, () => publish('deliveries', null)),
    stop: publishing(control.stop, () => publish('deliveries', null)),
  }
}

/** Policies show which of their targets are unreachable. */
function watchedBreakers(breakers: Breakers, publishing: Publishing, { publish }: Changes): Breakers {
  const publishRules = (): void => publish('rules', null)
  return {
    ...breakers,
    open: publishing(breakers.open, publishRules),
    close: publishing(breakers.close, publishRules),
  }
}

function watchedProblems(problems: Problems, publishing: Publishing, { publish }: Changes): Problems {
  const publishProblems = (): void => publish('problems', null)
  return {
    ...problems,
    change: publishing(problems.change, publishProblems),
    recordPast: publishing(problems.recordPast, publishProblems),
    acknowledge: publishing(problems.acknowledge, publishProblems),
    noteRecovery: publishing(problems.noteRecovery, publishProblems),
  }
}

type Rights = 'projects' | 'sessions' | 'accessTokens' | 'users' | 'members' | 'robots'

/** Whatever can take from someone the right to look on. */
function watchedRights(
  { projects, sessions, accessTokens, users, members, robots }: Pick<Store, Rights>,
  publishing: Publishing,
  { rightsChanged }: Changes,
): Pick<Store, Rights> {
  const publish = (): void => rightsChanged()
  return {
    projects: { ...projects, remove: publishing(projects.remove, publish) },
    sessions: {
      ...sessions,
      remove: publishing(sessions.remove, publish),
      removeOf: publishing(sessions.removeOf, publish),
    },
    accessTokens: { ...accessTokens, remove: publishing(accessTokens.remove, publish) },
    users: { ...users, update: publishing(users.update, publish), remove: publishing(users.remove, publish) },
    members: {
      ...members,
      setRole: publishing(members.setRole, publish),
      remove: publishing(members.remove, publish),
    },
    robots: {
      ...robots,
      update: publishing(robots.update, publish),
      remove: publishing(robots.remove, publish),
    },
  }
}
