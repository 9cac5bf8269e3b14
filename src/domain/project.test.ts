import { expect, test } from 'vitest'
import { isProjectName, nameInProject, projectNameOf } from './project.ts'

test.for([
  { repository: 'shop/web', project: 'shop', name: 'web' },
  { repository: 'shop/front/web', project: 'shop', name: 'front/web' },
  { repository: 'web', project: 'library', name: 'web' },
])('repository $repository is $name in project $project', ({ repository, project, name }) => {
  expect(projectNameOf(repository)).toBe(project)
  expect(nameInProject(repository)).toBe(name)
})

test.for(['a', '7', 'shop', 'shop-web', 'shop.web_2', 'a'.repeat(255)])('%s is a project name', (name) => {
  expect(isProjectName(name)).toBe(true)
})

test.for([
  '',
  'Shop',
  'shop web',
  'shop/web',
  '-shop',
  'shop-',
  'shop--web',
  'shop._web',
  'shöp',
  'shop\n',
  'a'.repeat(256),
])('%j is no project name', (name) => {
  expect(isProjectName(name)).toBe(false)
})
