import { OperationRequest } from '@sandlot/plugin-environments-common';
import { extend } from './extend';
import { hibernate } from './hibernate';
import { addMember, removeMember } from './members';
import { restore, resume } from './resume';
import { RequestHandler } from './RequestHandler';
import { transfer } from './transfer';

/** What each kind of request does. */
export const requestHandlers: Record<OperationRequest['kind'], RequestHandler> =
  {
    extend,
    hibernate,
    resume,
    restore,
    transfer,
    addMember,
    removeMember,
  };
