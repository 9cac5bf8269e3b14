import { Card, Group, Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useProject, useProjectSummary } from '../../api/projects.ts'
import { type Scope, projectScope } from '../../api/client/scope.ts'
import { usePermissions } from '../../api/session.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import type { Text } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { EventPage } from '../history/event-page.tsx'
import { DeliveryPage } from '../history/delivery-page.tsx'
import { EventList } from '../history/list/event-list.tsx'
import { DeliveryList } from '../history/list/delivery-list.tsx'
import { Overview } from '../overview/overview.tsx'
import { ProblemList } from '../problems/problem-list.tsx'
import {
  PROJECT_PATHS,
  PROJECT_TABS,
  type PathParts,
  type ProjectPath,
  type ProjectTab,
  partsOf,
} from '../routes.ts'
import { PolicyFormPage } from '../webhooks/form/policy-form-page.tsx'
import { PolicyPage } from '../webhooks/policy-page.tsx'
import { WebhookList } from '../webhooks/webhook-list.tsx'
import { LogList } from '../administration/log-list.tsx'
import { RobotList } from '../administration/robot-list.tsx'
import { MemberList } from './member-list.tsx'
import { ProjectSettings } from './project-settings.tsx'
import { StorageUsed } from './storage-used.tsx'

const SHOWN: Readonly<Record<ProjectPath, (scope: Scope, parts: PathParts) => ReactNode>> = {
  '/webhooks/new': (scope) => <PolicyFormPage scope={scope} id={null} />,
  '/webhooks/:id/edit': (scope, { id }) => <PolicyFormPage key={id} scope={scope} id={Number(id)} />,
  '/webhooks/:id': (scope, { id }) => <PolicyPage scope={scope} id={Number(id)} />,
  '/events/:id': (scope, { id }) => <EventPage scope={scope} id={id} />,
  '/deliveries/:id': (scope, { id }) => <DeliveryPage scope={scope} id={id} />,
}

interface Tab {
  readonly label: (t: Text) => string
  readonly needs: string
  readonly show: (scope: Scope) => ReactNode
}

/** A project with Harbor's tabs, of which users see those that they may open. */
export function ProjectPage({ name }: { readonly name: string }) {
  const project = useProject(name)
  return (
    <Loaded query={project}>
      {(found) => {
        const scope = projectScope(found)
        return (
          <Switch>
            {PROJECT_PATHS.map((path) => (
              <Route key={path} path={`/projects/:project${path}`}>
                {(params) => SHOWN[path](scope, partsOf(params))}
              </Route>
            ))}
            <Route>
              <ProjectTabs scope={scope} />
            </Route>
          </Switch>
        )
      }}
    </Loaded>
  )
}

/** Loads the user's permissions first: the tabs and the line under the title depend on them. */
function ProjectTabs({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { id, name } = scope.project ?? { id: 0, name: '' }
  const permissions = usePermissions(id)
  return (
    <>
      <BackLink to="/projects" label={t.places.projects} />
      <Loaded query={permissions}>
        {(allowed) => (
          <>
            <PageHead title={name} says={allowed.has('quota:read') && <StorageLine project={name} />} />
            <TabsOf scope={scope} allowed={allowed} />
          </>
        )}
      </Loaded>
    </>
  )
}

/** Keeps its height while it loads, so that nothing moves. */
function StorageLine({ project }: { readonly project: string }) {
  const t = useText()
  const quota = useProjectSummary(project).data?.quota
  return (
    <Group gap="xs" mih="1.75rem">
      {t.projects.storage} {quota !== undefined && <StorageUsed quota={quota} />}
    </Group>
  )
}

const READS = 'notification-policy:read'
const TABS: Readonly<Record<ProjectTab, Tab>> = {
  '/webhooks': tab(
    (t) => t.places.webhooks,
    READS,
    (scope) => <WebhookList scope={scope} />,
  ),
  '/events': tab(
    (t) => t.places.events,
    READS,
    (scope) => <EventList scope={scope} />,
  ),
  '/deliveries': tab(
    (t) => t.places.deliveries,
    READS,
    (scope) => <DeliveryList scope={scope} />,
  ),
  '/problems': tab(
    (t) => t.places.problems,
    READS,
    (scope) => <ProblemList scope={scope} />,
  ),
  '/overview': tab(
    (t) => t.places.overview,
    READS,
    (scope) => <Overview scope={scope} />,
  ),
  '/members': tab(
    (t) => t.places.members,
    'member:list',
    (scope) => <MemberList scope={scope} />,
  ),
  '/robots': tab(
    (t) => t.places.robots,
    'robot:list',
    (scope) => <RobotList scope={scope} />,
  ),
  '/logs': tab(
    (t) => t.places.logs,
    'log:list',
    (scope) => <LogList scope={scope} />,
  ),
  '/settings': tab(
    (t) => t.places.settings,
    'project:update',
    (scope) => <ProjectSettings scope={scope} />,
  ),
}

function tab(label: Tab['label'], needs: string, show: Tab['show']): Tab {
  return { label, needs, show }
}

interface TabsOfProps {
  readonly scope: Scope
  readonly allowed: ReadonlySet<string>
}

function TabsOf({ scope, allowed }: TabsOfProps) {
  const t = useText()
  const [path, navigate] = useLocation()
  const tabs = PROJECT_TABS.filter((tab) => allowed.has(TABS[tab].needs))
  const here = tabs.find((tab) => `${scope.page}${tab}` === path)
  if (here === undefined)
    return tabs[0] === undefined ? (
      <Card>{t.projects.nothingForYou}</Card>
    ) : (
      <Redirect to={`${scope.page}${tabs[0]}`} replace />
    )
  return (
    <Tabs value={here} onChange={(next) => navigate(`${scope.page}${next}`)} keepMounted={false}>
      <Tabs.List mb="lg" className="tabs">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab} value={tab}>
            {TABS[tab].label(t)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab} value={tab}>
          {TABS[tab].show(scope)}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
