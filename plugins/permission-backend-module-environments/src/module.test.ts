import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import permissionBackend from '@backstage/plugin-permission-backend';
import {
  auditReadPermission,
  environmentCreatePermission,
} from '@sandlot/plugin-environments-common';
import request from 'supertest';
import permissionModuleEnvironments from '.';

describe('permissionModuleEnvironments', () => {
  it('answers for the permission backend', async () => {
    const { server } = await startTestBackend({
      features: [
        permissionBackend,
        permissionModuleEnvironments,
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            environments: { roles: { auditors: ['group:default/audit'] } },
          },
        }),
        mockServices.userInfo.mock({
          getUserInfo: async () => ({
            userEntityRef: 'user:default/ada',
            ownershipEntityRefs: ['user:default/ada', 'group:default/audit'],
          }),
        }).factory,
      ],
    });

    const response = await request(server)
      .post('/api/permission/authorize')
      .set('authorization', mockCredentials.user.header('user:default/ada'))
      .send({
        items: [
          { id: 'read', permission: auditReadPermission },
          { id: 'create', permission: environmentCreatePermission },
        ],
      });

    expect(response.body).toEqual({
      items: [
        { id: 'read', result: 'ALLOW' },
        { id: 'create', result: 'DENY' },
      ],
    });
  });
});
