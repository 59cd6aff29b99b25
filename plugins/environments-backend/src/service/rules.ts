import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_ENVIRONMENT } from '@sandlot/plugin-environments-common';
import { z } from 'zod';
import { EnvironmentQuery } from '../database/criteria';
import { EnvironmentRow } from '../database/rows';

/** What permission rules about environments are asked about. */
export type EnvironmentResource = Pick<
  EnvironmentRow,
  'ownerRef' | 'members' | 'guests'
>;

export const environmentResourceRef = createPermissionResourceRef<
  EnvironmentResource,
  EnvironmentQuery
>().with({
  pluginId: 'environments',
  resourceType: RESOURCE_TYPE_ENVIRONMENT,
});

const paramsSchema = z.object({
  claims: z.array(z.string()).describe('Entity references of users and groups'),
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow for the environments that one of these owns',
  resourceRef: environmentResourceRef,
  paramsSchema,
  apply: (environment, { claims }) => claims.includes(environment.ownerRef),
  toQuery: ({ claims }) => ({ key: 'owner_ref', values: claims }),
});

const isMember = createPermissionRule({
  name: 'IS_MEMBER',
  description: 'Allow for the environments of which one of these is a member',
  resourceRef: environmentResourceRef,
  paramsSchema,
  apply: (environment, { claims }) =>
    environment.members.some(({ ref }) => claims.includes(ref)),
  toQuery: ({ claims }) => ({ key: 'members', values: claims }),
});

const isGuest = createPermissionRule({
  name: 'IS_GUEST',
  description:
    'Allow for the environments that one of these may read by a link',
  resourceRef: environmentResourceRef,
  paramsSchema,
  apply: (environment, { claims }) =>
    environment.guests.some(person => claims.includes(person)),
  toQuery: ({ claims }) => ({ key: 'guests', values: claims }),
});

export const environmentRules = { isOwner, isMember, isGuest };
