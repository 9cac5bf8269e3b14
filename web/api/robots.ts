import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { RobotRequest, RobotResponse } from '../../src/contract/people/robot.ts'
import { change, getList } from './client.ts'
import { type ListSearch, conditions, named } from './list-search.ts'

const KEY = 'robots'

/** Robots of a project, or (null) of the system; those whose name holds a text. */
export function useRobots(projectId: number | null, search: ListSearch) {
  const { name, page, size } = search
  const place = projectId === null ? [] : ['Level=project', `ProjectID=${projectId}`]
  return useQuery({
    queryKey: [KEY, projectId, search],
    placeholderData: keepPreviousData,
    queryFn: () =>
      getList<RobotResponse>('/robots', {
        q: conditions(...place, named('name', name)),
        page,
        page_size: size,
      }),
  })
}

/** The secret is in the answer, and nowhere else. */
export function useCreateRobot() {
  return useRobotChange((robot: RobotRequest) =>
    change<{ name: string; secret: string }>('POST', '/robots', robot).then(({ body }) => body),
  )
}

export function useUpdateRobot() {
  return useRobotChange(({ id, ...robot }: RobotResponse) => change('PUT', `/robots/${id}`, robot))
}

export function useNewRobotSecret() {
  return useRobotChange((id: number) =>
    change<{ secret: string }>('PATCH', `/robots/${id}`, {}).then(({ body }) => body.secret),
  )
}

export function useDeleteRobot() {
  return useRobotChange((id: number) => change('DELETE', `/robots/${id}`))
}

function useRobotChange<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }) })
}
