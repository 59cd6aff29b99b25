import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';

/** Permissions are not what is asked here: a test asks for what somebody may. */
export const everybodysAuthorizer = {
  decisions: async (_: Caller, permissions: { name: string }[]) =>
    permissions.map(({ name: permission }) => ({
      allows: () => true,
      authorize: () => ({ permission, decision: 'ALLOW', basis: 'test' }),
    })),
} as unknown as Authorizer;

/** Who is asked to agree needs no permission; nobody else looks at approvals here. */
export const nobodysAuthorizer = new Proxy({} as Authorizer, {
  get(_, property) {
    throw new Error(`No permission is asked for here: ${String(property)}`);
  },
});
