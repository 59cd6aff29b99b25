import { v7 as uuidv7 } from 'uuid';
import { Author } from '../lifecycle/acceptOperation';
import { portalActor } from '../templates/portalActor';

/** The portal, where it is the catalog that brings something about and nobody asked. */
export function sweepAuthor(): Author {
  return {
    actor: { ...portalActor, authMethod: 'sweep' },
    correlationId: uuidv7(),
  };
}
