import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import * as CALLS from '../../src/contract/calls.ts'
import type { RobotRequest, RobotResponse } from '../../src/contract/people/robot.ts'
import { ask, askForPage, call } from './client/client.ts'
import { type ListSearch, conditions, named } from './client/list-search.ts'

const KEY = 'robots'

/** Robots of a project, or (null) of the system; those whose name holds a text. */
export function useRobots(projectId: number | null, search: ListSearch) {
  const { name, page, size } = search
  const level = projectId === null ? [] : ['Level=project', `ProjectID=${projectId}`]
  return useQuery({
    queryKey: [KEY, projectId, search],
    placeholderData: keepPreviousData,
    queryFn: () =>
      askForPage(CALLS.listRobots, {
        query: { q: conditions(...level, named('name', name)), page, page_size: size },
      }),
  })
}

/** The secret is in the answer, and nowhere else. */
export function useCreateRobot() {
  return useRobotChange((robot: RobotRequest) => ask(CALLS.createRobot, { body: robot }))
}

export function useUpdateRobot() {
  return useRobotChange(({ id, description, disable, duration, permissions }: RobotResponse) =>
    call(CALLS.updateRobot, {
      params: { robot_id: id },
      body: { description, disable, duration, permissions },
    }),
  )
}

export function useNewRobotSecret() {
  return useRobotChange(
    async (id: number) =>
      (await ask(CALLS.refreshRobotSecret, { params: { robot_id: id }, body: {} })).secret,
  )
}

export function useDeleteRobot() {
  return useRobotChange((id: number) => call(CALLS.deleteRobot, { params: { robot_id: id } }))
}

function useRobotChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
