import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { isEnvironmentEntity } from '../catalog/isEnvironmentEntity';

export const ownerEnvironmentsCard = EntityCardBlueprint.make({
  name: 'owner',
  params: {
    type: 'content',
    filter: { kind: { $in: ['group', 'user'] } },
    loader: () =>
      import('../catalog/OwnerEnvironmentsCard').then(m => (
        <m.OwnerEnvironmentsCard />
      )),
  },
});

export const environmentEntityCard = EntityCardBlueprint.make({
  name: 'environment',
  params: {
    type: 'content',
    filter: isEnvironmentEntity,
    loader: () =>
      import('../catalog/EnvironmentEntityCard').then(m => (
        <m.EnvironmentEntityCard />
      )),
  },
});

export const templateEntityCard = EntityCardBlueprint.make({
  name: 'template',
  params: {
    type: 'content',
    filter: { kind: 'environmenttemplate' },
    loader: () =>
      import('../catalog/TemplateEntityCard').then(m => (
        <m.TemplateEntityCard />
      )),
  },
});
