import Type from 'typebox'
import { apiCall } from '../api-call.ts'
import { ListParams } from '../params.ts'
import {
  RobotCreatedResponse,
  RobotRequest,
  RobotResponse,
  RobotSecretRequest,
  RobotSecretResponse,
} from '../people/robot.ts'

const ROBOTS = '/api/v2.0/robots'
const ROBOT = `${ROBOTS}/:robot_id`
const RobotParams = Type.Object({ robot_id: Type.Integer() })

export const listRobots = apiCall({
  method: 'GET',
  path: ROBOTS,
  operation: 'ListRobot',
  summary: 'List the robots of the system, or with q=Level=project,ProjectID=1 those of a project',
  tag: 'robot',
  needs: 'log-in',
  schema: { querystring: ListParams },
  answers: { 200: Type.Array(RobotResponse) },
})

export const createRobot = apiCall({
  method: 'POST',
  path: ROBOTS,
  operation: 'CreateRobot',
  summary: 'Create a robot; its secret is shown only this once',
  tag: 'robot',
  needs: 'log-in',
  schema: { body: RobotRequest },
  answers: { 201: RobotCreatedResponse },
})

export const getRobot = apiCall({
  method: 'GET',
  path: ROBOT,
  operation: 'GetRobotByID',
  summary: 'Get a robot',
  tag: 'robot',
  needs: 'log-in',
  revised: { kind: 'robot', param: 'robot_id' },
  schema: { params: RobotParams },
  answers: { 200: RobotResponse },
})

export const updateRobot = apiCall({
  method: 'PUT',
  path: ROBOT,
  operation: 'UpdateRobot',
  summary: 'Change a robot',
  tag: 'robot',
  needs: 'log-in',
  revised: { kind: 'robot', param: 'robot_id' },
  schema: { params: RobotParams, body: RobotRequest },
  answers: { 200: null },
})

export const refreshRobotSecret = apiCall({
  method: 'PATCH',
  path: ROBOT,
  operation: 'RefreshSec',
  summary: 'Give a robot another secret: the one in the body, or a new one, shown only this once',
  tag: 'robot',
  needs: 'log-in',
  revised: { kind: 'robot', param: 'robot_id' },
  schema: { params: RobotParams, body: RobotSecretRequest },
  answers: { 200: RobotSecretResponse },
})

export const deleteRobot = apiCall({
  method: 'DELETE',
  path: ROBOT,
  operation: 'DeleteRobot',
  summary: 'Delete a robot',
  tag: 'robot',
  needs: 'log-in',
  revised: { kind: 'robot', param: 'robot_id' },
  schema: { params: RobotParams },
  answers: { 200: null },
})
