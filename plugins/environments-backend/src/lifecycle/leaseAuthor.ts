import { v7 as uuidv7 } from 'uuid';
import { portalActor } from '../templates/portalActor';
import { Author } from './acceptOperation';

/** The portal, where it is a lease that brings something about and nobody asked. */
export function leaseAuthor(): Author {
  return {
    actor: { ...portalActor, authMethod: 'lease' },
    correlationId: uuidv7(),
  };
}
