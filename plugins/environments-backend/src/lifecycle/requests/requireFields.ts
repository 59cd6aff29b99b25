import { InputError } from '@backstage/errors';
import { OperationRequest } from '@sandlot/plugin-environments-common';

type Field = Exclude<keyof OperationRequest, 'kind' | 'reason'>;

/** What each kind of request takes, beside a reason. */
const FIELDS: Record<OperationRequest['kind'], Field[]> = {
  extend: ['until'],
  hibernate: [],
  resume: [],
  restore: ['until'],
  transfer: ['owner'],
  addMember: ['member'],
  removeMember: ['member'],
};
const ALL: Field[] = ['until', 'owner', 'member'];

/**
 * Nobody is to believe in what is not heeded, such as an end of a membership.
 *
 * @throws InputError when the request has what its kind doesn't take
 */
export function requireFields(request: OperationRequest): void {
  const { kind } = request;
  const stray = ALL.find(
    field => request[field] !== undefined && !FIELDS[kind].includes(field),
  );
  if (stray) {
    const expected = [...FIELDS[kind], 'reason'].join(' and ');
    throw new InputError(
      `request/body/${stray}: ${kind} takes no ${stray}, expected nothing but ${expected}: leave it out`,
    );
  }
}
