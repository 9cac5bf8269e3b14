import type { Client } from '../../client/client.ts'
import * as CALLS from '../../contract/calls.ts'
import type { RobotResponse } from '../../contract/people/robot.ts'
import { ROBOT_PREFIX } from '../../domain/people/robot.ts'
import { CommandFault, EXIT } from '../remote/exit-codes.ts'

/** The robots of a project, or (null) of the system. */
export async function* robotsOf(client: Client, project: string | null): AsyncGenerator<RobotResponse> {
  if (project === null) return yield* client.each(CALLS.listRobots)
  const { project_id: id } = await client.ask(CALLS.getProject, { params: { project_name_or_id: project } })
  yield* client.each(CALLS.listRobots, { query: { q: `Level=project,ProjectID=${id}` } })
}

/** A robot by its name: `robot$team+builder`, `team+builder`, or in its project `builder`. @throws CommandFault when there is none */
export async function findRobot(
  client: Client,
  project: string | null,
  name: string,
): Promise<RobotResponse> {
  const names = [name, `${ROBOT_PREFIX}${name}`]
  if (project !== null) names.push(`${ROBOT_PREFIX}${project}+${name}`)
  for await (const robot of robotsOf(client, project)) if (names.includes(robot.name)) return robot
  const where =
    project === null ? 'in the system; add --project NAME for a robot of a project' : `in ${project}`
  throw new CommandFault(EXIT.missing, `there is no robot ${JSON.stringify(name)} ${where}`)
}
