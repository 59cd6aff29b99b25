import {
  AuthService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { Caller } from '../service/Caller';

const LONGEST_USER_AGENT = 200;

/** Who sent a request, as Backstage has authenticated them. */
export async function readCaller(
  // The typed requests of the OpenAPI router differ in their parameters only.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  req: Request<any, any, any, any>,
  services: {
    auth: AuthService;
    httpAuth: HttpAuthService;
    userInfo: UserInfoService;
  },
): Promise<Caller> {
  const { auth, httpAuth, userInfo } = services;
  const credentials = await httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const caller = {
    credentials,
    source: {
      address: req.ip,
      userAgent: req.get('user-agent')?.slice(0, LONGEST_USER_AGENT),
    },
    correlationId: uuidv7(),
    idempotencyKey: req.get('idempotency-key'),
  };
  if (auth.isPrincipal(credentials, 'user')) {
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    return {
      ...caller,
      ownership: ownershipEntityRefs,
      actor: {
        ref: userEntityRef,
        kind: 'user',
        groups: ownershipEntityRefs.filter(ref => ref !== userEntityRef),
        authMethod: 'backstage-user-token',
      },
    };
  }
  return {
    ...caller,
    ownership: [],
    actor: {
      ref: auth.isPrincipal(credentials, 'service')
        ? credentials.principal.subject
        : 'unknown',
      kind: 'service',
      groups: [],
      authMethod: 'backstage-service-token',
    },
  };
}
