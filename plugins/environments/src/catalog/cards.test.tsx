import { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { environmentsApiRef } from '../api';
import { rootRouteRef } from '../routes';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../__testUtils__/fakePreview';
import { EnvironmentEntityCard } from './EnvironmentEntityCard';
import {
  ANNOTATION_ENVIRONMENT,
  isEnvironmentEntity,
} from './isEnvironmentEntity';
import { OwnerEnvironmentsCard } from './OwnerEnvironmentsCard';
import { TemplateEntityCard } from './TemplateEntityCard';

const OPTIONS = { mountedRoutes: { '/environments': rootRouteRef } };

describe('the cards on catalog pages', () => {
  it('list what a group has', async () => {
    const api = new FakeEnvironmentsApi();
    const lease = { expiresAt: inDays(4.5), warnings: [] };
    const { id } = api.add({ name: 'harbor-try', phase: 'Ready', lease });
    api.add({ name: 'other', owner: 'group:default/team-meadow' });
    const group: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'team-harbor', namespace: 'default' },
    };
    renderInTestApp(
      <EntityProvider entity={group}>
        <OwnerEnvironmentsCard />
      </EntityProvider>,
      { ...OPTIONS, apis: [[environmentsApiRef, api]] },
    );

    expect(
      await screen.findByRole('link', { name: 'harbor-try' }),
    ).toHaveAttribute('href', `/environments/${id}`);
    expect(screen.getByText('4 days left')).toBeInTheDocument();
    expect(screen.queryByText('other')).not.toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'New environment' }),
    ).toHaveAttribute('href', '/environments/create');
  });

  it('show how an environment of the catalog stands', async () => {
    const api = new FakeEnvironmentsApi();
    const lease = { expiresAt: inDays(0.5), warnings: [] };
    const { id } = api.add({ name: 'harbor-try', phase: 'Ready', lease });
    const resource: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Resource',
      metadata: {
        name: 'harbor-try',
        annotations: { [ANNOTATION_ENVIRONMENT]: id },
      },
      spec: { type: 'kubernetes-environment' },
    };
    expect(isEnvironmentEntity(resource)).toBe(true);
    expect(
      isEnvironmentEntity({ ...resource, spec: { type: 'database' } }),
    ).toBe(false);
    renderInTestApp(
      <EntityProvider entity={resource}>
        <EnvironmentEntityCard />
      </EntityProvider>,
      { ...OPTIONS, apis: [[environmentsApiRef, api]] },
    );

    expect(await screen.findByText('Ready')).toBeInTheDocument();
    expect(screen.getByText('11 hours left')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open environment' }),
    ).toHaveAttribute('href', `/environments/${id}`);
  });

  function showTemplate(api: FakeEnvironmentsApi, name: string) {
    const template: Entity = {
      apiVersion: 'sandlot.dev/v1alpha1',
      kind: 'EnvironmentTemplate',
      metadata: { name },
    };
    renderInTestApp(
      <EntityProvider entity={template}>
        <TemplateEntityCard />
      </EntityProvider>,
      { ...OPTIONS, apis: [[environmentsApiRef, api]] },
    );
  }

  it('say what one gets of a template, and lead there', async () => {
    const api = new FakeEnvironmentsApi();
    const template = api.templates[0];
    template.lease = { default: '7d', maximum: '1d' };
    showTemplate(api, template.name);

    expect(
      await screen.findByText(
        'Version, Database, Volume (GiB), Notes and Backups',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('7 days')).toBeInTheDocument();
    expect(screen.getByText('1 day')).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Create environment' }),
    ).toHaveAttribute(
      'href',
      '/environments/create?template=default%2Fdatabase-sandbox',
    );
    expect(
      screen.getByRole('link', {
        name: 'Its revisions, and the environments on them',
      }),
    ).toHaveAttribute(
      'href',
      '/environments/templates/default/database-sandbox',
    );
  });

  it('offer nothing of a template that is halted, or that one may not use', async () => {
    const api = new FakeEnvironmentsApi();
    const [template] = api.templates;
    template.halted = {
      by: 'user:default/olu',
      since: inDays(0),
      reason: 'CVE',
    };
    showTemplate(api, template.name);
    expect(await screen.findByText('Halted')).toBeInTheDocument();
    showTemplate(api, 'of-others');
    expect(
      await screen.findByText(/You can make no environment of it/),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'Create environment' }),
    ).not.toBeInTheDocument();
  });
});
