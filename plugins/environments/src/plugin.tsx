import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { RiBox3Line } from '@remixicon/react';
import { EnvironmentsClient } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from './api';
import { approvalsPage } from './extensions/approvalsPage';
import { auditPage, auditRefusedPage } from './extensions/auditPages';
import {
  environmentEntityCard,
  ownerEnvironmentsCard,
  templateEntityCard,
} from './extensions/entityCards';
import {
  allSubPage,
  createSubPage,
  environmentsPage,
  mineSubPage,
  policiesSubPage,
  templatesSubPage,
} from './extensions/environmentsPage';
import {
  approvalRouteRef,
  approvalsRouteRef,
  auditRouteRef,
  createEnvironmentRouteRef,
  environmentRouteRef,
  policiesRouteRef,
  rolloutRouteRef,
  rootRouteRef,
  templateRouteRef,
  templatesRouteRef,
  workbenchRouteRef,
} from './routes';
import { MemoryBanner } from './shell/MemoryBanner';
import { ShareCodeKeeper } from './shell/ShareCodeKeeper';

const environmentsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: environmentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new EnvironmentsClient(deps),
    }),
});

const memoryBanner = AppRootElementBlueprint.make({
  name: 'memory-banner',
  params: { element: <MemoryBanner /> },
});

const shareCodeKeeper = AppRootElementBlueprint.make({
  name: 'share-code-keeper',
  params: { element: <ShareCodeKeeper /> },
});

/**
 * Sandbox environments: the pages, the cards on catalog pages and the banner.
 *
 * @public
 */
export const environmentsPlugin = createFrontendPlugin({
  pluginId: 'environments',
  title: 'Environments',
  icon: <RiBox3Line />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    // Not `root`: the title of every page of a plugin leads to its `root`, and
    // that of the audit page has to lead to the audit page.
    environments: rootRouteRef,
    create: createEnvironmentRouteRef,
    environment: environmentRouteRef,
    templates: templatesRouteRef,
    template: templateRouteRef,
    workbench: workbenchRouteRef,
    rollout: rolloutRouteRef,
    approvals: approvalsRouteRef,
    approval: approvalRouteRef,
    policies: policiesRouteRef,
    audit: auditRouteRef,
  },
  extensions: [
    environmentsApi,
    environmentsPage,
    mineSubPage,
    createSubPage,
    allSubPage,
    templatesSubPage,
    policiesSubPage,
    approvalsPage,
    auditPage,
    auditRefusedPage,
    ownerEnvironmentsCard,
    environmentEntityCard,
    templateEntityCard,
    memoryBanner,
    shareCodeKeeper,
  ],
});
