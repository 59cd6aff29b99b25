import {
  coreExtensionData,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiBox3Line } from '@remixicon/react';
import { rootRouteRef } from '../routes';
import { EnvironmentsRoutes } from '../shell/EnvironmentsRoutes';
import { whoMayAudit } from './whoMayAudit';
import { whoMayCreate } from './whoMayCreate';
import { whoMaySeePolicies } from './whoMaySeePolicies';
import { whoMaySeeTemplates } from './whoMaySeeTemplates';

/**
 * The page with its tabs. Of itself a page shows tabs alone; this one has a
 * place for each environment beside them, so it lays out its tabs itself.
 */
export const environmentsPage = PageBlueprint.makeWithOverrides({
  factory(originalFactory, { inputs }) {
    return originalFactory({
      path: '/environments',
      title: 'Environments',
      icon: <RiBox3Line />,
      routeRef: rootRouteRef,
      // An environment has a heading of its own: its name.
      noHeader: true,
      loader: async () => (
        <EnvironmentsRoutes
          tabs={inputs.pages.map(page => {
            const path = page.get(coreExtensionData.routePath);
            return {
              path,
              title: page.get(coreExtensionData.title) ?? path,
              element: page.get(coreExtensionData.reactElement),
            };
          })}
        />
      ),
    });
  },
});

export const mineSubPage = SubPageBlueprint.make({
  name: 'mine',
  params: {
    path: 'mine',
    title: 'Mine',
    loader: () => import('../list/MineContent').then(m => <m.MineContent />),
  },
});

export const createSubPage = SubPageBlueprint.make({
  name: 'create',
  if: whoMayCreate,
  params: {
    path: 'create',
    title: 'Create',
    loader: () =>
      import('../create/CreateContent').then(m => <m.CreateContent />),
  },
});

export const allSubPage = SubPageBlueprint.make({
  name: 'all',
  if: whoMayAudit,
  params: {
    path: 'all',
    title: 'All',
    loader: () => import('../list/AllContent').then(m => <m.AllContent />),
  },
});

export const templatesSubPage = SubPageBlueprint.make({
  name: 'templates',
  if: whoMaySeeTemplates,
  params: {
    path: 'templates',
    title: 'Templates',
    loader: () =>
      import('../templates/list/TemplatesContent').then(m => (
        <m.TemplatesContent />
      )),
  },
});

export const policiesSubPage = SubPageBlueprint.make({
  name: 'policies',
  if: whoMaySeePolicies,
  params: {
    path: 'policies',
    title: 'Policies',
    loader: () =>
      import('../policies/simulator/SimulatorContent').then(m => (
        <m.SimulatorContent />
      )),
  },
});
